/* tensen/field.h - WIPO's 35 technology fields by number and by name. */
#pragma once

#include <tensen/limits.h>
#include <tensen/status.h>

/* The field of a name: its number ("26"), its Japanese, English or short name, or a part of one of
 * them that no other field has.  ASCII case does not matter.  models: a folder that replaces the
 * built-in names, or NULL.
 * E_NOTFOUND: no field, or more than one; the message names them. */
TENSEN_API tensen_status tensen_field_find(
    unsigned *out, const char *name, const char *models, tensen_error *err);
