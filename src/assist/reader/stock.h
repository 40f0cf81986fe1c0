/* assist/reader/stock.h - which documents an index had when lists were looked through.
 *
 * A later night looks through new documents alone.  What words weigh changes with each new document,
 * so that an old one may rise into a list; what tells it from a new one is that it was there.  Kept
 * among the readings: for each index that was read from, marks of the documents that the one before
 * it had not, four bytes each.  A document whose text changed is not new; it is judged again if it
 * was judged. */
#pragma once
#include <pthread.h>
#include <tensen/readings.h>
#include <tensen/tensen.h>

#define STOCK_KEY 24 /* bytes of the name of a line with its NUL */

/* Numbers of four bytes, sorted; in the readings eight hexadecimal digits each. */
typedef struct marks {
	uint32_t *v;
	size_t n;
} marks;
/* Those of `digits` join them.  0: out of memory. */
int marks_read(marks *to, const char *digits);
int marks_have(const marks *of, uint32_t mark);
void marks_clear(marks *of);

typedef struct stock_line {
	char key[STOCK_KEY];
	size_t before; /* the place of the line it adds to, from 1; 0: none */
	marks marks;
} stock_line;
typedef struct stock {
	pthread_mutex_t lock;
	tensen_readings *readings; /* lent */
	stock_line *lines;
	size_t n;
	int read;
} stock;

void stock_init(stock *of);
void stock_clear(stock *of);
/* 1: a line of the readings that this file alone has. */
int stock_is_line(const char *line, size_t n);
/* The name of the documents of this index, which are kept when the call returns. */
tensen_status stock_today(
    char key[STOCK_KEY], stock *of, const tensen_index *ix, tensen_error *err);
/* *had 1: the document was there when `key` was; of a key that nobody kept it is 0. */
tensen_status stock_had(int *had, stock *of, const char *key, const char *id, tensen_error *err);
