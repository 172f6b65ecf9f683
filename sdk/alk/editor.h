/* SPDX-License-Identifier: MIT
 * Lines from the user: with editing, history and completion on a terminal, plain ones elsewhere. It knows no SQL; what may
 * stand at a place is asked of the completer. */
#ifndef ALK_TOOL_EDITOR_H
#define ALK_TOOL_EDITOR_H
#include "text.h"

typedef struct editor editor;

/* Adds each word that may stand for the last `length` bytes before the cursor, one per call of add. */
typedef void (*editor_add_fn)(void *list, const char *word);
typedef void (*editor_complete_fn)(void *payload, const char *word, size_t length, editor_add_fn add, void *list);

enum { LINE_READ, LINE_END, LINE_INTERRUPTED };

editor *editor_open(editor_complete_fn complete, void *payload);
void editor_close(editor *e);
/* A line without its line break in *line. The prompt appears on a terminal only. */
int editor_read(editor *e, const char *prompt, text *line);
bool editor_is_terminal(const editor *e);
/* Puts an entry into the history, and at the end of its file. */
void editor_remember(editor *e, const char *entry);
#endif
