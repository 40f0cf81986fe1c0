/* assist/chat/gate.h - what all conversations with one server share: how many questions are on
 * their way at once, the budget, the counts, and whether the server answers at all.  Any thread
 * may call it. */
#pragma once
#include <stdint.h>
#include <tensen/status.h>

typedef struct gate_limits {
	uint32_t parallel;
	uint64_t calls, tokens; /* at most; 0: no bound */
	double seconds;         /* from gate_new() on; 0: no bound */
} gate_limits;

typedef struct gate_counts {
	unsigned long calls, answers;
	unsigned long prompt_tokens, completion_tokens; /* as far as the server says */
} gate_counts;

typedef struct gate gate;

gate *gate_new(const gate_limits *limits); /* NULL: out of memory */
void gate_free(gate *door);                /* NULL is allowed */
/* A place for a question: 1: it is yours; 0: all are taken (with `wait` after a while, at most
 * 0.2 s); -1: no more questions are sent, see gate_ended(). */
int gate_enter(gate *door, int wait);
void gate_leave(gate *door); /* a question that entered is at its end */
void gate_answered(gate *door, unsigned long prompt_tokens, unsigned long completion_tokens);
/* No more questions are sent; the first reason stays. */
void gate_end(gate *door, const char *why);
/* 1: no more are sent; why (160 bytes, or NULL) is the reason. */
int gate_ended(gate *door, char *why);
/* The server refused a schema: none is sent from now on.  gate_plain(): it did. */
void gate_refuse_schema(gate *door);
int gate_plain(gate *door);
gate_counts gate_counted(gate *door);
double gate_now(void); /* seconds of the steady clock */
