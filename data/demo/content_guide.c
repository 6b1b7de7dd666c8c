#include "data/demo/content.h"

/* A guide without words, or one that nobody can take home, is a mistake of ours. */
static bool read_guide(Arena *arena, const ContentSection *section, int64_t now_utc_ms,
                       Guide *guide) {
    *guide = (Guide){
        .id = id_from_name(STR8("demo/guide"), section->name),
        .key = section->name,
        .title = content_texts(arena, section, "title", CONTENT_WHOLE),
        .summary = content_texts(arena, section, "summary", CONTENT_WHOLE),
        .take = content_texts(arena, section, "take", CONTENT_WHOLE),
        .person = content_value(section, "ask"),
        .url = content_value(section, "url"),
    };
    for (int i = 0; i < GUIDE_STEPS_MAX; i++) {
        TextSet step = content_texts(arena, section, "step", i);
        if (step.count > 0) {
            guide->steps[guide->steps_count++] = step;
        }
    }
    for (int i = 0; i < GUIDE_QUESTIONS_MAX; i++) {
        TextSet question = content_texts(arena, section, "question", i);
        if (question.count > 0) {
            guide->questions[guide->questions_count++] = question;
        }
    }
    return guide->title.count > 0 && guide->take.count > 0 && guide->steps_count > 0 &&
           content_checked(section, now_utc_ms, &guide->assured_utc_ms) &&
           content_needs(content_value(section, "needs"), &guide->needs);
}

ErrCode content_guides(Arena *arena, Str8 text, int64_t now_utc_ms, Guide **guides, size_t *count,
                       Err *err) {
    Content content;
    ErrCode code = content_parse(arena, text, &content, err);
    if (code != ERR_OK) {
        return code;
    }
    Guide *made = ARENA_ARRAY(arena, Guide, content.count);
    if (made == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the demo's guides");
    }
    for (size_t i = 0; i < content.count; i++) {
        if (!read_guide(arena, &content.sections[i], now_utc_ms, &made[i])) {
            return err_set(err, ERR_INVALID, "guide %.*s of the demo could not be read",
                           STR8_ARG(content.sections[i].name));
        }
    }
    *guides = made;
    *count = content.count;
    return ERR_OK;
}
