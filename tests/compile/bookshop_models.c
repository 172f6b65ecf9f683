/* SPDX-License-Identifier: MIT
 * The definitions, in C: a program in C++ links them. */
#include "bookshop.h"

ALK_DEFINE(author, AUTHOR, "authors", .comment = "people who write");
ALK_DEFINE(book, BOOK, "books");
