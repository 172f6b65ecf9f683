/* SPDX-License-Identifier: MIT
 * See shop.h. */
#include "shop.h"
#include <alkahest/value.h>

int shop_defaults, shop_updates;

int shop_default(void *data, alk_cell *value)
{
    (void)data;
    *value = alk_value_int(100 + shop_defaults++);
    return ALK_OK;
}

int shop_on_update(void *data, alk_cell *value)
{
    (void)data;
    *value = alk_value_int(++shop_updates);
    return ALK_OK;
}

ALK_DEFINE(author, AUTHOR, "authors", .comment = "who writes");
ALK_DEFINE(book, BOOK, "books");
ALK_DEFINE(tag, TAG, "tags");
ALK_DEFINE(book_tag, BOOK_TAG, "book_tags");
ALK_DEFINE(letter, LETTER, "letters");
ALK_DEFINE(shelf, SHELF, "shelves");
static const alk_constraint copy_keys[] = {
    { .kind = ALK_CONSTRAINT_FOREIGN_KEY, .columns = ALK_COLUMNS(&copy.room, &copy.place), .references = ALK_COLUMNS(&shelf.room, &shelf.place) },
    { .kind = ALK_CONSTRAINT_END },
};
ALK_DEFINE(copy, COPY, "copies", .constraints = copy_keys);
ALK_DEFINE(stock, STOCK, "Stock", .schema = "tenant");
