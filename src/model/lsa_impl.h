/* model/lsa_impl.h - the two ways to train; shared by lsa.c, lsa_exact.c, krylov.c and tests. */
#pragma once
#include "model/lsa.h"

/* The exact way is taken if min(rows, columns) is at most this (or twice the rank): it then takes
 * about a second. */
#define LSA_EXACT 1024
/* The exact way drops directions below this share of the strongest: they are good to about 1e-9
 * (lsa_exact.c). */
#define LSA_NOISE 1e-3

/* Both fill basis, singular and rank of *out (energy in units of a's squared
 * norm, `norm2`), for 1 <= rank <= min(rows, columns) and norm2 > 0. */
tensen_status lsa_train_exact(
    lsa *out, const csr *mat, double norm2, const lsa_opts *opts, tensen_error *err);
/* d: the matrix of a team, of which a has this rank's rows as they came; NULL: alone. */
struct divided;
tensen_status lsa_train_krylov(lsa *out, const csr *mat, const struct divided *split_text,
    double norm2, const lsa_opts *opts, tensen_error *err);

/* Room for `rank` directions in *out. */
tensen_status lsa_reserve(lsa *out, uint32_t n_terms, uint32_t rank, tensen_error *err);
/* Report progress to the caller; E_CANCELLED if the caller asks to stop. */
tensen_status lsa_progress(
    const lsa_opts *opts, unsigned long long done, unsigned long long total, tensen_error *err);
