/* SPDX-License-Identifier: MIT
 * Moving values between cells and the members of C structs: the plan that core uses where a driver has no fetch_into of its
 * own, for buffered rows, and for parameters taken from arrays of structs. Conversions are those of convert.h, exact or refused. */
#ifndef ALK_TYPE_SLOT_H
#define ALK_TYPE_SLOT_H
#include <alkahest/arena.h>
#include <alkahest/types.h>

/* Size in bytes of a slot's C type, or 0 for an unknown code. */
size_t alk__slot_size(uint16_t want);
/* The value type that a slot's member holds: ALK_SLOT_INT32 → ALK_TYPE_INT. */
uint16_t alk__slot_type(uint16_t want);
/* Stores a cell at its place in the struct, and the state byte; nothing is written on failure. Text for ALK_SLOT_TEXT must not hold a NUL; it
 * is copied into the arena when the slot says OWN or when it does not end with NUL, and borrowed else. A NULL needs a state byte, but
 * for text, views and cells, which say it themselves; the member is zeroed then. Floating members take the nearest number of a decimal or real, and an integer that is
 * exact in them. ALK_ERROR_DATA names the fault, not the row and not the value. */
int alk__slot_store(const alk_slot *slot, const alk_cell *cell, void *base, alk_arena *arena);
/* What failed so, before the error's message: the column, whose name is given, the value's type and the member's. */
void alk__slot_explain(const alk_slot *slot, const alk_cell *cell, alk_sv column);
/* Reads a member as a cell. `type` is the SQL type to give it where the C type leaves it open (text: TEXT, DECIMAL, JSON; view: TEXT or
 * BLOB), or 0. Unset nullable members read as NULL. Nothing is copied. */
int alk__slot_load(const alk_slot *slot, const void *base, uint16_t type, alk_cell *out);
#endif
