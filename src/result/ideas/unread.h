/* result/ideas/unread.h - how many documents of an unread list are worth a look. */
#pragma once

/* Two readers graded the first ten documents of the lists of 24 patents that no method had seen: 2 or
 * 3 for .029 of the Japanese and .034 of the US documents (bench/ideas/read-24.md, fifth draw; .03 to
 * .07 in the two before, of lists that were a little different).  To be measured again whenever the
 * list changes. */
#define UNREAD_ONE_IN 25
