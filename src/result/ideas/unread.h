/* result/ideas/unread.h - how many documents of an unread list are worth a look. */
#pragma once

/* Two readers graded the first ten documents of the lists of 48 patents that no method had seen: 2 or
 * 3 for .032 and .052 of them (bench/ideas/read-24.md, fifth and sixth draw).  To be measured again
 * whenever the list changes. */
#define UNREAD_ONE_IN 25
