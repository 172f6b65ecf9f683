/* SPDX-License-Identifier: MIT
 * Where columns and parameters live in a C struct. An array of alk_field lets rows be fetched straight into structs and arrays of structs be
 * sent as parameters, without a model. ALK_FIELD() works the C type out; the struct alk_field can be filled by hand as well. */
#ifndef ALKAHEST_FIELD_H
#define ALKAHEST_FIELD_H
#include <alkahest/types.h>
ALK_BEGIN_DECLS

/* A nullable scalar: all bytes zero is ALK_UNSET, which reads as NULL; `state` is ALK_VALUE or ALK_NULL else. Nullable text is a NULL pointer. */
typedef struct alk_opt_bool { bool value; uint8_t state; } alk_opt_bool;
typedef struct alk_opt_int16 { int16_t value; uint8_t state; } alk_opt_int16;
typedef struct alk_opt_int32 { int32_t value; uint8_t state; } alk_opt_int32;
typedef struct alk_opt_int64 { int64_t value; uint8_t state; } alk_opt_int64;
typedef struct alk_opt_uint64 { uint64_t value; uint8_t state; } alk_opt_uint64;
typedef struct alk_opt_float { float value; uint8_t state; } alk_opt_float;
typedef struct alk_opt_double { double value; uint8_t state; } alk_opt_double;
typedef struct alk_opt_date { alk_date value; uint8_t state; } alk_opt_date;
typedef struct alk_opt_time { alk_time value; uint8_t state; } alk_opt_time;
typedef struct alk_opt_timestamp { alk_timestamp value; uint8_t state; } alk_opt_timestamp;
typedef struct alk_opt_timestamptz { alk_timestamptz value; uint8_t state; } alk_opt_timestamptz;
typedef struct alk_opt_interval { alk_interval value; uint8_t state; } alk_opt_interval;
typedef struct alk_opt_uuid { alk_uuid value; uint8_t state; } alk_opt_uuid;
#define ALK_SOME(...) { (__VA_ARGS__), ALK_VALUE }     /* ALK_SOME(7), ALK_SOME((alk_date){ 19782 }) */
#if defined(__cplusplus)
#define ALK_NONE { {}, ALK_NULL }
#else
#define ALK_NONE { .state = ALK_NULL }
#endif

typedef struct alk_field {
    const char *name;          /* of the column or parameter */
    uint32_t offset;           /* of the member */
    uint32_t null_offset;      /* of its state byte, or ALK_SLOT_NOT_NULL */
    uint16_t slot;             /* ALK_SLOT_…: the member's C type */
    uint16_t type;             /* ALK_TYPE_… to give the parameter where the C type leaves it open (text as decimal or JSON); 0: by the C type */
} alk_field;

#if !defined(__cplusplus)
#define ALK_SLOT_OF_(member)                                                                                           \
    _Generic((member), bool: ALK_SLOT_BOOL, signed char: ALK_SLOT_INT8, short: ALK_SLOT_INT16, int: ALK_SLOT_INT32,    \
        long: sizeof(long) == 8 ? ALK_SLOT_INT64 : ALK_SLOT_INT32, long long: ALK_SLOT_INT64,                          \
        unsigned char: ALK_SLOT_UINT8, unsigned short: ALK_SLOT_UINT16, unsigned: ALK_SLOT_UINT32,                     \
        unsigned long: sizeof(long) == 8 ? ALK_SLOT_UINT64 : ALK_SLOT_UINT32, unsigned long long: ALK_SLOT_UINT64,     \
        float: ALK_SLOT_FLOAT, double: ALK_SLOT_DOUBLE, char *: ALK_SLOT_TEXT, const char *: ALK_SLOT_TEXT,            \
        alk_sv: ALK_SLOT_VIEW, alk_date: ALK_SLOT_DATE, alk_time: ALK_SLOT_TIME, alk_timestamp: ALK_SLOT_TIMESTAMP,    \
        alk_timestamptz: ALK_SLOT_TIMESTAMPTZ, alk_interval: ALK_SLOT_INTERVAL, alk_uuid: ALK_SLOT_UUID,               \
        alk_value: ALK_SLOT_CELL, alk_opt_bool: ALK_SLOT_BOOL, alk_opt_int16: ALK_SLOT_INT16,                          \
        alk_opt_int32: ALK_SLOT_INT32, alk_opt_int64: ALK_SLOT_INT64, alk_opt_uint64: ALK_SLOT_UINT64,                 \
        alk_opt_float: ALK_SLOT_FLOAT, alk_opt_double: ALK_SLOT_DOUBLE, alk_opt_date: ALK_SLOT_DATE,                   \
        alk_opt_time: ALK_SLOT_TIME, alk_opt_timestamp: ALK_SLOT_TIMESTAMP,                                            \
        alk_opt_timestamptz: ALK_SLOT_TIMESTAMPTZ, alk_opt_interval: ALK_SLOT_INTERVAL, alk_opt_uuid: ALK_SLOT_UUID)
/* The state byte's place inside a nullable member, or ALK_SLOT_NOT_NULL. */
#define ALK_STATE_OF_(base, member)                                                                                    \
    _Generic((member), alk_opt_bool: (base) + offsetof(alk_opt_bool, state),                                           \
        alk_opt_int16: (base) + offsetof(alk_opt_int16, state), alk_opt_int32: (base) + offsetof(alk_opt_int32, state), \
        alk_opt_int64: (base) + offsetof(alk_opt_int64, state),                                                        \
        alk_opt_uint64: (base) + offsetof(alk_opt_uint64, state),                                                      \
        alk_opt_float: (base) + offsetof(alk_opt_float, state),                                                        \
        alk_opt_double: (base) + offsetof(alk_opt_double, state), alk_opt_date: (base) + offsetof(alk_opt_date, state), \
        alk_opt_time: (base) + offsetof(alk_opt_time, state),                                                          \
        alk_opt_timestamp: (base) + offsetof(alk_opt_timestamp, state),                                                \
        alk_opt_timestamptz: (base) + offsetof(alk_opt_timestamptz, state),                                            \
        alk_opt_interval: (base) + offsetof(alk_opt_interval, state),                                                  \
        alk_opt_uuid: (base) + offsetof(alk_opt_uuid, state), default: (size_t)ALK_SLOT_NOT_NULL)
/* The field of a member whose name is the column's, and of one whose name is not:
 *     static const alk_field USER[] = { ALK_FIELD(struct user, id), ALK_FIELD_NAMED(struct user, hair, "hair_color") }; */
#define ALK_FIELD(type, member) ALK_FIELD_NAMED(type, member, #member)
#define ALK_FIELD_NAMED(type, member, column)                                                                          \
    { (column), (uint32_t)offsetof(type, member), (uint32_t)ALK_STATE_OF_(offsetof(type, member), ((type *)0)->member), \
      (uint16_t)ALK_SLOT_OF_(((type *)0)->member), 0 }
#else
ALK_END_DECLS
/* The slot of a C type, and where its state byte is. */
template <typename T> struct alk_slot_of;
#define ALK_SLOT_IS_(type, slot_) template <> struct alk_slot_of<type> { static constexpr uint16_t slot = slot_; static constexpr uint32_t state = ALK_SLOT_NOT_NULL; };
#define ALK_SLOT_IS_OPT_(type, slot_) template <> struct alk_slot_of<type> { static constexpr uint16_t slot = slot_; static constexpr uint32_t state = offsetof(type, state); };
ALK_SLOT_IS_(bool, ALK_SLOT_BOOL)
ALK_SLOT_IS_(signed char, ALK_SLOT_INT8)
ALK_SLOT_IS_(short, ALK_SLOT_INT16)
ALK_SLOT_IS_(int, ALK_SLOT_INT32)
ALK_SLOT_IS_(long, sizeof(long) == 8 ? ALK_SLOT_INT64 : ALK_SLOT_INT32)
ALK_SLOT_IS_(long long, ALK_SLOT_INT64)
ALK_SLOT_IS_(unsigned char, ALK_SLOT_UINT8)
ALK_SLOT_IS_(unsigned short, ALK_SLOT_UINT16)
ALK_SLOT_IS_(unsigned, ALK_SLOT_UINT32)
ALK_SLOT_IS_(unsigned long, sizeof(long) == 8 ? ALK_SLOT_UINT64 : ALK_SLOT_UINT32)
ALK_SLOT_IS_(unsigned long long, ALK_SLOT_UINT64)
ALK_SLOT_IS_(float, ALK_SLOT_FLOAT)
ALK_SLOT_IS_(double, ALK_SLOT_DOUBLE)
ALK_SLOT_IS_(char *, ALK_SLOT_TEXT)
ALK_SLOT_IS_(const char *, ALK_SLOT_TEXT)
ALK_SLOT_IS_(alk_sv, ALK_SLOT_VIEW)
ALK_SLOT_IS_(alk_date, ALK_SLOT_DATE)
ALK_SLOT_IS_(alk_time, ALK_SLOT_TIME)
ALK_SLOT_IS_(alk_timestamp, ALK_SLOT_TIMESTAMP)
ALK_SLOT_IS_(alk_timestamptz, ALK_SLOT_TIMESTAMPTZ)
ALK_SLOT_IS_(alk_interval, ALK_SLOT_INTERVAL)
ALK_SLOT_IS_(alk_uuid, ALK_SLOT_UUID)
ALK_SLOT_IS_(alk_value, ALK_SLOT_CELL)
ALK_SLOT_IS_OPT_(alk_opt_bool, ALK_SLOT_BOOL)
ALK_SLOT_IS_OPT_(alk_opt_int16, ALK_SLOT_INT16)
ALK_SLOT_IS_OPT_(alk_opt_int32, ALK_SLOT_INT32)
ALK_SLOT_IS_OPT_(alk_opt_int64, ALK_SLOT_INT64)
ALK_SLOT_IS_OPT_(alk_opt_uint64, ALK_SLOT_UINT64)
ALK_SLOT_IS_OPT_(alk_opt_float, ALK_SLOT_FLOAT)
ALK_SLOT_IS_OPT_(alk_opt_double, ALK_SLOT_DOUBLE)
ALK_SLOT_IS_OPT_(alk_opt_date, ALK_SLOT_DATE)
ALK_SLOT_IS_OPT_(alk_opt_time, ALK_SLOT_TIME)
ALK_SLOT_IS_OPT_(alk_opt_timestamp, ALK_SLOT_TIMESTAMP)
ALK_SLOT_IS_OPT_(alk_opt_timestamptz, ALK_SLOT_TIMESTAMPTZ)
ALK_SLOT_IS_OPT_(alk_opt_interval, ALK_SLOT_INTERVAL)
ALK_SLOT_IS_OPT_(alk_opt_uuid, ALK_SLOT_UUID)
#undef ALK_SLOT_IS_
#undef ALK_SLOT_IS_OPT_
#define ALK_FIELD(type, member) ALK_FIELD_NAMED(type, member, #member)
#define ALK_FIELD_NAMED(type, member, column) alk_field_of<decltype(static_cast<type *>(nullptr)->member)>(column, offsetof(type, member))
template <typename T> constexpr alk_field alk_field_of(const char *column, size_t offset)
{
    return { column, static_cast<uint32_t>(offset), alk_slot_of<T>::state == ALK_SLOT_NOT_NULL ? ALK_SLOT_NOT_NULL : static_cast<uint32_t>(offset) + alk_slot_of<T>::state,
             alk_slot_of<T>::slot, 0 };
}
ALK_BEGIN_DECLS
#endif

ALK_END_DECLS
#endif
