/* SPDX-License-Identifier: MIT */
#include "models.h"

ALK_DEFINE(person, PERSON, "users");
ALK_DEFINE(post, POST, "posts");
ALK_DEFINE(comment, COMMENT, "comments");
ALK_DEFINE(reader, READER, "users");
ALK_DEFINE(wide, WIDE, "wide");
