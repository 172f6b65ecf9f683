/* SPDX-License-Identifier: MIT
 * Alkahest: one toolkit over every SQL database. This header brings all of it. */
#ifndef ALKAHEST_H
#define ALKAHEST_H
#include <alkahest/arena.h>
#include <alkahest/change.h>
#include <alkahest/compile.h>
#include <alkahest/connection.h>
#include <alkahest/copy.h>
#include <alkahest/datatype.h>
#include <alkahest/ddl.h>
#include <alkahest/engine.h>
#include <alkahest/error.h>
#include <alkahest/event.h>
#include <alkahest/expression.h>
#include <alkahest/field.h>
#include <alkahest/inspect.h>
#include <alkahest/loading.h>
#include <alkahest/log.h>
#include <alkahest/metadata.h>
#include <alkahest/model.h>
#include <alkahest/notify.h>
#include <alkahest/options.h>
#include <alkahest/query.h>
#include <alkahest/result.h>
#include <alkahest/schema.h>
#include <alkahest/script.h>
#include <alkahest/session.h>
#include <alkahest/session_event.h>
#include <alkahest/shard.h>
#include <alkahest/sql.h>
#include <alkahest/statement.h>
#include <alkahest/task.h>
#include <alkahest/types.h>
#include <alkahest/url.h>
#include <alkahest/value.h>
#endif
