/* index/store/rows_format.h - the head of the ROWS section, shared by writer and reader. */
#pragma once

#define ROWS_VERSION 2

/* Places in the head; each a u64. */
enum {
	ROWS_VERSION_AT,
	ROWS_N,
	ROWS_GROUPS,
	ROWS_APPLICANTS,
	ROWS_KEYS,
	ROWS_GROUP_OF,
	ROWS_APPLICANT_OF,
	ROWS_ID_BYTES,
	ROWS_TITLE_BYTES,
	ROWS_GROUP_BYTES,
	ROWS_APPLICANT_BYTES,
	ROWS_HEAD = 16
};
