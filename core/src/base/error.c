/* SPDX-License-Identifier: MIT
 * The thread's error. Its texts lie in one growing block and are known by their offsets; a message that finds no memory goes,
 * shortened, into room that every thread has. Nothing here may set an error for itself. */
#include "base/error.h"
#include "base/alloc.h"
#include "base/checked.h"
#include "base/utf8.h"
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define SMALL 256                          /* message bytes that need no memory */
#define LONGEST_TEXT ((size_t)1 << 20)     /* a statement of 1 GiB is not copied into its error */
enum { MESSAGE = ALK__N_ERROR_TEXTS, SQL, FILE_NAME, N_TEXTS };

typedef struct error_state {
    alk_error face;
    char *block;
    size_t used, capacity;
    size_t at[N_TEXTS];                    /* offset in block + 1; 0: absent */
    char small[SMALL];                     /* the message, when at[MESSAGE] is 0 */
} error_state;

struct alk__saved_error {
    error_state state;
};

struct alk__error_parcel {
    error_state error;
    bool begun;                            /* face is filled in */
    int null_code;                         /* of the error that made a handle NULL */
    uint64_t serial, null_serial;          /* number of the present error, and of that one */
};

static _Thread_local alk__error_parcel thread;
static _Thread_local bool guarded;         /* the block is freed at the thread's end */

/* ---- freeing at the end of a thread ---- */

static pthread_key_t key;
static bool key_made;

static void thread_ends(void *unused)
{
    (void)unused;
    guarded = false;
    alk_clear_error();
}

static void make_key(void)
{
    key_made = pthread_key_create(&key, thread_ends) == 0;
}

/* Whether this thread may own memory: only when it will be freed. */
static bool guard_thread(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (!guarded && pthread_once(&once, make_key) == 0 && key_made)
        guarded = pthread_setspecific(key, &thread) == 0;
    return guarded;
}

/* ---- texts ---- */

static const char *text_at(const error_state *state, int which)
{
    return state->at[which] ? state->block + state->at[which] - 1 : NULL;
}

static void refresh(error_state *state)
{
    alk_error *face = &state->face;
    face->struct_size = sizeof *face;
    face->message = state->at[MESSAGE] ? text_at(state, MESSAGE) : state->small;
    face->detail = text_at(state, ALK__DETAIL);
    face->hint = text_at(state, ALK__HINT);
    face->schema = text_at(state, ALK__SCHEMA);
    face->table = text_at(state, ALK__TABLE);
    face->column = text_at(state, ALK__COLUMN);
    face->constraint = text_at(state, ALK__CONSTRAINT);
    face->data_type = text_at(state, ALK__DATA_TYPE);
    face->sql = text_at(state, SQL);
    face->file = text_at(state, FILE_NAME);
}

/* Appends a text; bytes may be one of the texts already there. False when there is no memory: nothing has changed. */
static bool store(error_state *state, int which, const char *bytes, size_t length)
{
    if (length > LONGEST_TEXT)
        length = alk__utf8_cut(bytes, LONGEST_TEXT);
    size_t needed = state->used + length + 1;
    char *old = NULL;
    if (needed > state->capacity) {
        char *block = guard_thread() ? alk__alloc_quiet(needed * 2) : NULL;
        if (!block)
            return false;
        if (state->used > 0)
            memcpy(block, state->block, state->used);
        old = state->block;
        state->block = block;
        state->capacity = needed * 2;
    }
    if (length > 0)
        memcpy(state->block + state->used, bytes, length);
    state->block[needed - 1] = '\0';
    state->at[which] = state->used + 1;
    state->used = needed;
    refresh(state);
    alk__free(old);
    return true;
}

/* A message is one line, whatever the server sent. */
static void flatten(char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < ' ')
            text[i] = ' ';
}

static void set_message(error_state *state, char *text, size_t length)
{
    flatten(text, length);
    if (length >= SMALL && store(state, MESSAGE, text, length))
        return;
    if (length >= SMALL)
        length = alk__utf8_cut(text, SMALL - 1);
    memcpy(state->small, text, length);
    state->small[length] = '\0';
    state->at[MESSAGE] = 0;
    refresh(state);
}

static void forget(error_state *state)
{
    state->face = (alk_error){0};
    memset(state->at, 0, sizeof state->at);
    state->used = 0;
    state->small[0] = '\0';
    refresh(state);
}

/* A formatted text: in the room given, or in a block of its own; without memory, its beginning. */
typedef struct formatted {
    char room[512];
    char *text, *block;
    size_t length;
} formatted;

__attribute__((format(printf, 2, 0)))
static void format_text(formatted *out, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    out->text = out->room;
    out->block = NULL;
    out->room[0] = '\0';
    int length = vsnprintf(out->room, sizeof out->room, format, arguments);
    out->length = length > 0 ? (size_t)length : 0;
    if (out->length >= sizeof out->room) {
        out->block = alk__alloc_quiet(out->length + 1);
        if (out->block) {
            (void)vsnprintf(out->block, out->length + 1, format, again);
            out->text = out->block;
        } else {
            out->length = alk__utf8_cut(out->room, sizeof out->room - 1);
        }
    }
    va_end(again);
}

/* ---- making an error ---- */

static void begin(int code)
{
    forget(&thread.error);
    thread.begun = true;
    thread.error.face.code = code;
    thread.serial++;
}

/* The new message may quote the present error's texts: it is formatted before they go. */
__attribute__((format(printf, 3, 0)))
static int set_error(int code, const char *sqlstate, const char *format, va_list arguments)
{
    formatted message;
    format_text(&message, format, arguments);
    begin(code);
    set_message(&thread.error, message.text, message.length);
    alk__free(message.block);
    if (sqlstate)
        alk__error_sqlstate(sqlstate);
    return code;
}

int alk__error(int code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    set_error(code, NULL, format, arguments);
    va_end(arguments);
    return code;
}

int alk__error_state(int code, const char *sqlstate, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    set_error(code, sqlstate, format, arguments);
    va_end(arguments);
    return code;
}

int alk__error_no_memory(void)
{
    static const char message[] = "out of memory";
    begin(ALK_ERROR_NO_MEMORY);
    memcpy(thread.error.small, message, sizeof message);
    return ALK_ERROR_NO_MEMORY;
}

static bool present(void)
{
    return thread.error.face.code != ALK_OK;
}

__attribute__((format(printf, 1, 0)))
static void put_before(const char *format, va_list arguments)
{
    if (!present())
        return;
    formatted prefix, whole;
    format_text(&prefix, format, arguments);
    const char *message = thread.error.face.message;
    size_t length = strlen(message), total = prefix.length + 2 + length;
    whole.block = NULL;
    whole.text = whole.room;
    if (total >= sizeof whole.room) {
        whole.block = alk__alloc_quiet(total + 1);
        whole.text = whole.block;
    }
    if (whole.text) {
        memcpy(whole.text, prefix.text, prefix.length);
        memcpy(whole.text + prefix.length, ": ", 2);
        memcpy(whole.text + prefix.length + 2, message, length + 1);
        set_message(&thread.error, whole.text, total);
    }
    alk__free(whole.block);
    alk__free(prefix.block);
}

void alk__error_prefix(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    put_before(format, arguments);
    va_end(arguments);
}

void alk__error_flag(unsigned flags)
{
    if (present())
        thread.error.face.flags |= flags;
}

void alk__error_set_flags(unsigned flags)
{
    if (present())
        thread.error.face.flags = flags;
}

void alk__error_sqlstate(const char *sqlstate)
{
    if (!present())
        return;
    size_t length = strnlen(sqlstate, sizeof thread.error.face.sqlstate - 1);
    memcpy(thread.error.face.sqlstate, sqlstate, length);
    thread.error.face.sqlstate[length] = '\0';
}

void alk__error_native(int64_t code)
{
    if (present())
        thread.error.face.native_code = code;
}

void alk__error_sql(const char *sql, size_t length)
{
    if (present())
        (void)store(&thread.error, SQL, sql, length);
}

void alk__error_position(int64_t position)
{
    if (present())
        thread.error.face.position = position;
}

void alk__error_place(const char *file, int line)
{
    if (!present() || !file)
        return;
    if (store(&thread.error, FILE_NAME, file, strlen(file)))
        thread.error.face.line = line;
}

void alk__error_add(alk__error_text which, const char *text, size_t length)
{
    if (present() && text)
        (void)store(&thread.error, (int)which, text, length);
}

void alk__error_addf(alk__error_text which, const char *format, ...)
{
    formatted text;
    va_list arguments;
    va_start(arguments, format);
    format_text(&text, format, arguments);
    va_end(arguments);
    alk__error_add(which, text.text, text.length);
    alk__free(text.block);
}

int alk__error_code(void)
{
    return thread.error.face.code;
}

/* ---- NULL handles ---- */

void *alk__error_null(void)
{
    thread.null_code = alk__error_code();
    thread.null_serial = thread.serial;
    return NULL;
}

int alk__error_null_handle(const char *what)
{
    if (thread.null_code != ALK_OK && thread.null_serial == thread.serial && present())
        return alk__error_code();
    return alk__error(ALK_ERROR_INTERFACE, "the %s is NULL", what);
}

int alk__error_of_null(void)
{
    return thread.null_code;
}

void alk__error_handle_made(void)
{
    thread.null_code = ALK_OK;
}

/* ---- putting aside ---- */

static void drop_texts(error_state *state)
{
    state->block = NULL;
    state->used = state->capacity = 0;
    memset(state->at, 0, sizeof state->at);
}

/* Without memory for the texts the saved error keeps the beginning of its message. */
alk__saved_error *alk__error_save(void)
{
    if (!present())
        return NULL;
    alk__saved_error *saved = alk__alloc_quiet(sizeof *saved);
    if (!saved)
        return NULL;
    const error_state *from = &thread.error;
    error_state *to = &saved->state;
    *to = *from;
    to->block = from->used > 0 ? alk__alloc_quiet(from->used) : NULL;
    if (to->block) {
        memcpy(to->block, from->block, from->used);
        to->capacity = from->used;
    } else {
        drop_texts(to);
        size_t length = strlen(from->face.message);
        if (length >= SMALL)
            length = alk__utf8_cut(from->face.message, SMALL - 1);
        memmove(to->small, from->face.message, length);
        to->small[length] = '\0';
    }
    refresh(to);
    return saved;
}

void alk__error_restore(alk__saved_error *saved)
{
    if (!saved)
        return;
    error_state *state = &saved->state;
    if (state->block && !guard_thread()) {
        char *block = state->block;
        size_t length = alk__utf8_cut(state->face.message, strnlen(state->face.message, SMALL - 1));
        memmove(state->small, state->face.message, length);
        state->small[length] = '\0';
        drop_texts(state);
        alk__free(block);
    }
    alk__free(thread.error.block);
    thread.error = *state;
    thread.begun = true;
    thread.serial++;
    refresh(&thread.error);
    alk__free(saved);
}

void alk__error_discard(alk__saved_error *saved)
{
    if (!saved)
        return;
    alk__free(saved->state.block);
    alk__free(saved);
}

const alk_error *alk__error_saved(const alk__saved_error *saved)
{
    return &saved->state.face;
}

/* ---- fibers ---- */

alk__error_parcel *alk__error_parcel_new(void)
{
    return alk__calloc(1, sizeof(alk__error_parcel));
}

void alk__error_parcel_free(alk__error_parcel *parcel)
{
    if (parcel)
        alk__free(parcel->error.block);
    alk__free(parcel);
}

void alk__error_exchange(alk__error_parcel *parcel)
{
    alk__error_parcel mine = thread;
    guard_thread();
    thread = *parcel;
    *parcel = mine;
    refresh(&thread.error);
    refresh(&parcel->error);
}

/* ---- the public face ---- */

const alk_error *alk_last_error(void)
{
    if (!thread.begun) {
        forget(&thread.error);
        thread.begun = true;
    }
    return &thread.error.face;
}

int alk_fail(int code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    set_error(code < 0 ? code : ALK_ERROR_INTERFACE, NULL, format, arguments);
    va_end(arguments);
    return code < 0 ? code : ALK_ERROR_INTERFACE;
}

void *alk_fail_null(void)
{
    return alk__error_null();
}

void alk_fail_in(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    put_before(format, arguments);
    va_end(arguments);
}

void alk_fail_flags(unsigned flags)
{
    alk__error_flag(flags);
}

void alk_clear_error(void)
{
    alk__free(thread.error.block);
    drop_texts(&thread.error);
    forget(&thread.error);
    thread.begun = true;
    thread.null_code = ALK_OK;
}

const char *alk_version(void)
{
    return ALK_VERSION;
}
