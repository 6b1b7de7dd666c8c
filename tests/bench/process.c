#include "tests/bench/process.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "data/base/str8.h"

enum { PATH_MAX_BYTES = 128, PROC_BYTES_MAX = 16 << 10, WATCH_MS = 2 };

extern char **environ;

void process_sleep_ms(double ms) {
    struct timespec rest = {.tv_sec = (time_t)(ms / 1e3)};
    rest.tv_nsec = (long)((ms - (double)rest.tv_sec * 1e3) * 1e6);
    while (nanosleep(&rest, &rest) != 0 && errno == EINTR) {
    }
}

ErrCode process_start(const char *const *arguments, const char *output, pid_t *pid, Err *err) {
    posix_spawn_file_actions_t files;
    /* POSIX: execv's arguments are not changed, the missing const is for old callers. */
    char *const *vector = (char *const *)(uintptr_t)arguments;
    if (posix_spawn_file_actions_init(&files) != 0) {
        return err_set(err, ERR_NO_MEMORY, "no memory to start a program");
    }
    int failed = posix_spawn_file_actions_addopen(&files, STDOUT_FILENO,
                                                  output != NULL ? output : "/dev/null",
                                                  O_WRONLY | O_CREAT | O_TRUNC, 0600);
    failed = failed != 0 ? failed : posix_spawnp(pid, arguments[0], &files, NULL, vector, environ);
    (void)posix_spawn_file_actions_destroy(&files);
    return failed == 0
               ? ERR_OK
               : err_set(err, ERR_IO, "%s cannot be started: error %d", arguments[0], failed);
}

static int exit_code(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int process_end(pid_t pid) {
    int status = 0;
    (void)kill(pid, SIGTERM);
    return waitpid(pid, &status, 0) == pid ? exit_code(status) : -1;
}

/* A file of /proc, terminated; empty when it cannot be read. */
static Str8 proc_read(const char *path, char buffer[PROC_BYTES_MAX]) {
    FILE *file = fopen(path, "re");
    size_t size = file != NULL ? fread(buffer, 1, PROC_BYTES_MAX - 1, file) : 0;
    if (file != NULL) {
        (void)fclose(file);
    }
    return (Str8){buffer, size};
}

/* The first number behind `name`, -1 when there is none. */
static int64_t proc_number(Str8 text, const char *name) {
    int64_t number = 0;
    size_t at = str8_find(text, str8_from(name)) + strlen(name);
    while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t')) {
        at++;
    }
    size_t end = at;
    while (end < text.len && text.ptr[end] >= '0' && text.ptr[end] <= '9') {
        end++;
    }
    return end > at && str8_to_int(str8_slice(text, at, end), &number) ? number : -1;
}

static int64_t proc_field(pid_t pid, const char *file, const char *name) {
    char path[PATH_MAX_BYTES];
    char buffer[PROC_BYTES_MAX];
    Str8Builder builder = builder_make(path, sizeof path);
    builder_format(&builder, "/proc/%d/%s", (int)pid, file);
    return proc_number(proc_read(path, buffer), name);
}

double process_pss_mib(pid_t pid) {
    return (double)proc_field(pid, "smaps_rollup", "\nPss:") / 1024;
}

ErrCode process_run(const char *const *arguments, const char *output, double *peak_mib, Err *err) {
    pid_t pid = 0;
    int status = 0;
    int64_t peak_kib = 0;
    ErrCode code = process_start(arguments, output, &pid, err);
    if (code != ERR_OK) {
        return code;
    }
    /* The kernel's ru_maxrss is no use: it still counts this program, whose copy the child was. */
    while (peak_mib != NULL && waitpid(pid, &status, WNOHANG) == 0) {
        int64_t now_kib = proc_field(pid, "status", "\nVmHWM:");
        peak_kib = now_kib > peak_kib ? now_kib : peak_kib;
        process_sleep_ms(WATCH_MS);
    }
    if (peak_mib == NULL) {
        (void)waitpid(pid, &status, 0);
    } else {
        *peak_mib = (double)peak_kib / 1024;
    }
    return exit_code(status) == 0
               ? ERR_OK
               : err_set(err, ERR_CONFLICT, "%s ended with %d", arguments[0], exit_code(status));
}

ProcessUse process_use(pid_t pid) {
    ProcessUse use = {0};
    char path[PATH_MAX_BYTES];
    char buffer[PROC_BYTES_MAX];
    Str8Builder builder = builder_make(path, sizeof path);
    builder_format(&builder, "/proc/%d/task", (int)pid);
    DIR *tasks = opendir(path);
    for (const struct dirent *task; tasks != NULL && (task = readdir(tasks)) != NULL;) {
        if (task->d_name[0] == '.') {
            continue;
        }
        builder = builder_make(path, sizeof path);
        builder_format(&builder, "/proc/%d/task/%s/status", (int)pid, task->d_name);
        use.wakeups += proc_number(proc_read(path, buffer), "\nvoluntary_ctxt_switches:");
        builder = builder_make(path, sizeof path);
        builder_format(&builder, "/proc/%d/task/%s/schedstat", (int)pid, task->d_name);
        use.cpu_ms += (double)proc_number(proc_read(path, buffer), "") / 1e6; /* ns on a CPU */
    }
    if (tasks != NULL) {
        (void)closedir(tasks);
    }
    return use;
}
