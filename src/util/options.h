/* util/options.h - structs that a caller of the library fills, read whatever their age.
 *
 * Each begins with a size_t that holds its size (tensen/index.h, OPTIONS).  A caller that was
 * compiled with an older header has a shorter struct: the rest is zero, which is the default.
 * One with a newer header has a longer struct: it is understood as long as the part that this
 * library does not know is zero.  (The kernel reads openat2() and clone3() in this way.) */
#pragma once
#include <stddef.h>
#include <tensen/status.h>

/* Copy `from` (NULL: all zero) into `to`, a struct of `size` bytes.  E_ARG: a size that is no
 * size, or a member that this library does not know. */
tensen_status options_read(void *to, size_t size, const void *from, tensen_error *err);

/* E_ARG unless value <= most: "k: 1001, at most 1000". */
tensen_status options_limit(
    const char *name, unsigned long long value, unsigned long long most, tensen_error *err);
