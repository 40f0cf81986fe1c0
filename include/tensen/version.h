/* tensen/version.h - the version, said here and nowhere else: the Makefile, the command, its manual
 * pages, tensen.pc and the package take it from this file. */
#pragma once
#include <tensen/status.h>

#define TENSEN_VERSION "0.1.0" /* of the headers that a program was compiled with */

/* The version of the library that runs. */
TENSEN_API const char *tensen_version(void);
