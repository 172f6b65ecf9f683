/* SPDX-License-Identifier: MIT
 * Reading more objects than memory holds: those that a streamed query brought leave the session when the next ones are read. */
#ifndef ALK_ORM_STREAM_H
#define ALK_ORM_STREAM_H
#include "session.h"

/* Objects that passed through leave, and their memory is used again: all that were read since the last call while session->streaming, but those that were changed or written, or that
 * others of the session lead to. */
int alk__stream_release(alk_session *session);
#endif
