/* SPDX-License-Identifier: MIT
 * Intervals: months, days and microseconds, which never convert into each other, and their texts. ISO 8601 durations are read and
 * printed; the form in which PostgreSQL answers is read. */
#include <alkahest/value.h>
#include "base/checked.h"
#include "base/error.h"
#include "type/scan.h"
#include "type/writer.h"

#define SECOND INT64_C(1000000)
#define MINUTE (60 * SECOND)
#define HOUR   (60 * MINUTE)

/* Wider than the result, so that the range is looked at once, at the end. */
typedef struct span {
    int64_t months, days, micros;
    bool overflow;
} span;

typedef struct number {
    bool negative;
    int64_t whole, micros;         /* both >= 0; the fraction in millionths */
    bool fraction;
} number;

static void add(span *sum, int64_t *part, const number *n, int64_t unit)
{
    int64_t sign = n->negative ? -1 : 1;
    int64_t amount;
    if (!alk__mul_i64(sign * n->whole, unit, &amount) || !alk__add_i64(*part, amount, part))
        sum->overflow = true;
    else if (n->fraction && !alk__add_i64(*part, sign * n->micros, part))      /* only of seconds */
        sum->overflow = true;
}

static bool scan_number(alk__scan *s, bool flip, number *out)
{
    bool minus = alk__scan_char(s, '-');
    if (!minus)
        (void)alk__scan_char(s, '+');
    out->negative = minus != flip;
    if (!alk__scan_digits(s, 1, 18, &out->whole))
        return false;
    const char *before = s->p;
    if (!alk__scan_fraction(s, &out->micros))
        return false;
    out->fraction = s->p != before;
    return true;
}

/* ---- ISO 8601: P1Y2M3W4DT5H6M7.5S, each part once and in this order; "-" before the P negates all ---- */

/* The place of a designator in its order, from 1; 0: unknown there. */
static int place_of(char designator, bool time)
{
    const char *order = time ? "HMS" : "YMWD";
    const char *at = designator == '\0' ? NULL : strchr(order, designator);
    return at == NULL ? 0 : (int)(at - order) + 1;
}

static bool add_iso(span *sum, const number *n, int place, bool time)
{
    static const int64_t of_date[] = { 12, 1, 7, 1 }, of_time[] = { HOUR, MINUTE, SECOND };
    if (n->fraction && !(time && place == 3))
        return false;
    int64_t *part = time ? &sum->micros : place <= 2 ? &sum->months : &sum->days;
    add(sum, part, n, time ? of_time[place - 1] : of_date[place - 1]);
    return true;
}

static bool scan_iso(alk__scan s, span *sum)
{
    bool flip = alk__scan_char(&s, '-'), time = false, any = false;
    int last = 0;
    if (!alk__scan_char(&s, 'P'))
        return false;
    while (!alk__scan_end(&s)) {
        number n;
        if (!time && alk__scan_char(&s, 'T')) {
            time = true, any = false, last = 0;
            continue;
        }
        if (!scan_number(&s, flip, &n) || alk__scan_end(&s))
            return false;
        int place = place_of(*s.p++, time);
        if (place <= last || !add_iso(sum, &n, place, time))
            return false;
        last = place, any = true;
    }
    return any;
}

/* ---- PostgreSQL: [@] 1 year 2 mons -3 days +04:05:06.5 [ago] ---- */

typedef struct unit {
    const char *name;
    char part;                     /* m: months, d: days, t: time, s: seconds, which may have a fraction */
    int64_t amount;
} unit;
static const unit units[] = {
    { "year", 'm', 12 },   { "mon", 'm', 1 },       { "month", 'm', 1 },  { "week", 'd', 7 },   { "day", 'd', 1 },
    { "hour", 't', HOUR }, { "minute", 't', MINUTE }, { "min", 't', MINUTE }, { "second", 's', SECOND }, { "sec", 's', SECOND },
};

/* A word of letters, a plural "s" left off. */
static const unit *scan_unit(alk__scan *s)
{
    size_t n = 0;
    while (s->p + n < s->end && alk__is_alpha(s->p[n]))
        n++;
    alk_sv word = { s->p, n };
    s->p += n;
    if (word.n > 1 && alk__lower(word.p[word.n - 1]) == 's')
        word.n--;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (alk__sv_is_nocase(word, units[i].name))
            return &units[i];
    return NULL;
}

/* Behind the hours of "-04:05:06.5". */
static bool scan_clock(alk__scan *s, const number *hours, span *sum)
{
    number minutes = { .negative = hours->negative }, seconds = minutes;
    if (!alk__scan_char(s, ':') || !alk__scan_digits(s, 2, 2, &minutes.whole) || minutes.whole > 59)
        return false;
    if (alk__scan_char(s, ':')) {
        if (!alk__scan_digits(s, 2, 2, &seconds.whole) || seconds.whole > 59 || !alk__scan_fraction(s, &seconds.micros))
            return false;
        seconds.fraction = true;
    }
    add(sum, &sum->micros, hours, HOUR);
    add(sum, &sum->micros, &minutes, MINUTE);
    add(sum, &sum->micros, &seconds, SECOND);
    return true;
}

static bool scan_amount(alk__scan *s, span *sum)
{
    number n;
    if (!scan_number(s, false, &n))
        return false;
    if (s->p < s->end && *s->p == ':')
        return !n.fraction && scan_clock(s, &n, sum);
    while (alk__scan_char(s, ' '))
        ;
    const unit *u = scan_unit(s);
    if (u == NULL || (n.fraction && u->part != 's'))
        return false;
    add(sum, u->part == 'm' ? &sum->months : u->part == 'd' ? &sum->days : &sum->micros, &n, u->amount);
    return true;
}

static void negate(span *sum)
{
    if (!alk__sub_i64(0, sum->months, &sum->months) || !alk__sub_i64(0, sum->days, &sum->days) ||
        !alk__sub_i64(0, sum->micros, &sum->micros))
        sum->overflow = true;
}

static bool scan_words(alk__scan s, span *sum)
{
    bool any = false;
    if (alk__scan_char(&s, '@') && !alk__scan_char(&s, ' '))
        return false;
    for (;;) {
        bool space = !any;
        while (alk__scan_char(&s, ' '))
            space = true;
        if (alk__scan_end(&s))
            return any && s.p[-1] != ' ';
        if (!space)
            return false;
        if (any && alk__scan_word(&s, "ago") && alk__scan_end(&s)) {
            negate(sum);
            return true;
        }
        if (!scan_amount(&s, sum))
            return false;
        any = true;
    }
}

int alk_interval_parse(const char *text, size_t length, alk_interval *out)
{
    alk__scan s = alk__scan_of(text, length);
    span sum = { 0 };
    bool iso = alk__scan_char(&(alk__scan){ s.p, s.end }, 'P') || alk__scan_word(&(alk__scan){ s.p, s.end }, "-p");
    if (!(iso ? scan_iso(s, &sum) : scan_words(s, &sum)))
        return alk__error_state(ALK_ERROR_DATA, "22007", "text is not an interval; it is written as P1Y2M3DT4H5M6.5S");
    if (sum.overflow || sum.months != (int32_t)sum.months || sum.days != (int32_t)sum.days)
        return alk__error_state(ALK_ERROR_DATA, "22015",
                                "interval out of range; months and days have 32 bits, microseconds 64");
    *out = (alk_interval){ (int32_t)sum.months, (int32_t)sum.days, sum.micros };
    return ALK_OK;
}

/* ---- printing ---- */

static void write_part(alk__writer *w, int64_t value, char designator)
{
    if (value == 0)
        return;
    if (value < 0)
        alk__write_char(w, '-');
    alk__write_digits(w, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, 1);
    alk__write_char(w, designator);
}

static void write_seconds(alk__writer *w, int64_t micros)
{
    uint64_t size = micros < 0 ? 0 - (uint64_t)micros : (uint64_t)micros;
    if (size == 0)
        return;
    if (micros < 0)
        alk__write_char(w, '-');
    alk__write_digits(w, size / SECOND, 1);
    uint64_t fraction = size % SECOND;
    if (fraction > 0) {
        unsigned width = 6;
        for (; fraction % 10 == 0; fraction /= 10)
            width--;
        alk__write_char(w, '.');
        alk__write_digits(w, fraction, width);
    }
    alk__write_char(w, 'S');
}

size_t alk_interval_print(const alk_interval *value, char *out, size_t size)
{
    alk__writer w = { out, size, 0 };
    alk__write_char(&w, 'P');
    write_part(&w, value->months / 12, 'Y');
    write_part(&w, value->months % 12, 'M');
    write_part(&w, value->days, 'D');
    if (value->micros != 0) {
        alk__write_char(&w, 'T');
        write_part(&w, value->micros / HOUR, 'H');
        write_part(&w, value->micros % HOUR / MINUTE, 'M');
        write_seconds(&w, value->micros % MINUTE);
    }
    if (w.length == 1)
        alk__write_text(&w, "T0S");
    return alk__writer_end(&w);
}
