/* engine/distributed/shard_bad.h - bad files of a job of many ranks, judged by all of them.
 *
 * A part of a file is bad or not by what the ranks of its other parts read, so every rank notes
 * its parts and all judge together: the job fails, or goes on, as one process would. */
#pragma once
#include "engine/distributed/shard.h"

/* Append what this rank knows of a file that is bad, or of a part of a file. */
void shard_note_bad(buf *out, const file_account *acct);
/* The bad files of all ranks into the account of each; parts of a file lie with neighbours.
 * E_INPUT: there are any, and they are not to be skipped. */
tensen_status shard_share_bad(shard *of, const buf *bad, tensen_error *err);
