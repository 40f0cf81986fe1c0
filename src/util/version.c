/* util/version.c - see tensen/version.h. */
#include <tensen/version.h>

const char *
tensen_version(void)
{
	return TENSEN_VERSION;
}
