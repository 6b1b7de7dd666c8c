/* paper-gallery DIR [SAMPLE]: every paper x kind x language as PBM and PDF, to be looked at. */
#include <stdio.h>
#include <string.h>

#include "tests/unit/paper/papers.h"

static bool write_file(Arena *arena, const char *folder, Str8 name, Str8 head, Str8 bytes) {
    FILE *file = fopen(str8_format(arena, "%s/%.*s", folder, STR8_ARG(name)).ptr, "wb");
    bool written = file != NULL && fwrite(head.ptr, 1, head.len, file) == head.len &&
                   fwrite(bytes.ptr, 1, bytes.len, file) == bytes.len;
    return file != NULL && fclose(file) == 0 && written;
}

static bool write_paper(Arena *arena, const char *folder, Str8 name, const Paper *paper) {
    bool written = write_file(arena, folder, str8_format(arena, "%.*s.pdf", STR8_ARG(name)),
                              STR8(""), paper->pdf);
    for (size_t i = 0; written && i < paper->pages_count; i++) {
        const PaperRaster *page = &paper->pages[i];
        written =
            write_file(arena, folder, str8_format(arena, "%.*s-%zu.pbm", STR8_ARG(name), i),
                       str8_format(arena, "P4\n%d %d\n", page->width_px, page->height_px),
                       (Str8){(const char *)page->bits, page->stride * (size_t)page->height_px});
    }
    return written;
}

static bool make(Papers *papers, const char *folder, Sample sample, PaperKind kind,
                 const char *language) {
    Arena arena = arena_make(1 << 20, 1 << 28);
    Paper paper;
    Err err = {0};
    Str8 name = str8_format(&arena, "%s-%s-%s", SAMPLE_NAMES[sample], KIND_NAMES[kind], language);
    bool made = papers_make(papers, &arena, sample, kind, language, &paper, &err) == ERR_OK;
    if (!made) {
        (void)fprintf(stderr, "%.*s: %s\n", STR8_ARG(name), err.text);
    }
    made = made && write_paper(&arena, folder, name, &paper);
    arena_free(&arena);
    return made;
}

int main(int argc, char **argv) {
    static const char *const LANGUAGES[] = {"en", "es", "ar"};
    Papers papers;
    if (argc < 2 || !papers_open(&papers)) {
        (void)fputs("usage: paper-gallery DIR [SAMPLE]\n", stderr);
        return 2;
    }
    bool made = true;
    for (Sample sample = 0; sample < SAMPLE_COUNT; sample++) {
        if (argc > 2 && strcmp(argv[2], SAMPLE_NAMES[sample]) != 0) {
            continue;
        }
        for (PaperKind kind = 0; kind < PAPER_KIND_COUNT; kind++) {
            for (size_t i = 0; i < sizeof LANGUAGES / sizeof LANGUAGES[0]; i++) {
                made = make(&papers, argv[1], sample, kind, LANGUAGES[i]) && made;
            }
        }
    }
    papers_close(&papers);
    return made ? 0 : 1;
}
