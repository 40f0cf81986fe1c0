// bench/ann_peers.cc - the packaged peers on the same files: hnswlib and Faiss, one thread a query.
//
// usage: the options of bench/ann (--base --fields --queries --dim --k --n --nq).  Built only when
// libhnswlib-dev and libfaiss-dev (and OpenBLAS) are installed:
//   g++ -O3 -march=native -fopenmp -Ibench -Isrc bench/ann_peers.cc ann_float.o threads.o -lfaiss -lopenblas
#include <faiss/IndexIVF.h>
#include <faiss/impl/IDSelector.h>
#include <faiss/index_factory.h>
#include <hnswlib/hnswlib.h>
#include <omp.h>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <vector>
extern "C" {
#include "ann_float.h"
}

namespace
{

using Id = faiss::Index::idx_t;

struct Data {
	uint32_t dim = 256, k = 10, n = 0, nq = 200, fields = 0;
	std::vector<float> base, queries;
	std::vector<uint8_t> field;
	ann_truth truth;
};

double
now()
{
	using namespace std::chrono;
	return duration<double>(steady_clock::now().time_since_epoch()).count();
}

template <class T>
std::vector<T>
slurp(const std::string &path)
{
	FILE *f = fopen(path.c_str(), "rb");
	if (!f) {
		perror(path.c_str());
		exit(2);
	}
	fseek(f, 0, SEEK_END);
	std::vector<T> v(ftell(f) / sizeof(T));
	rewind(f);
	if (fread(v.data(), sizeof(T), v.size(), f) != v.size())
		exit(2);
	fclose(f);
	return v;
}

Data
load(std::map<std::string, std::string> o)
{
	Data d;
	if (o.count("--dim"))
		d.dim = atoi(o["--dim"].c_str());
	if (o.count("--k"))
		d.k = atoi(o["--k"].c_str());
	if (o.count("--nq"))
		d.nq = atoi(o["--nq"].c_str());
	d.base = slurp<float>(o["--base"]);
	d.field = slurp<uint8_t>(o["--fields"]);
	d.queries = slurp<float>(o["--queries"]);
	d.n = d.base.size() / d.dim;
	if (o.count("--n"))
		d.n = std::min<uint32_t>(d.n, atoi(o["--n"].c_str()));
	d.nq = std::min<uint32_t>(d.nq, d.queries.size() / d.dim);
	for (uint32_t i = 0; i < d.n; i++)
		d.fields = std::max<uint32_t>(d.fields, d.field[i] + 1);
	ann_truth_make(&d.truth, d.base.data(), d.field.data(), d.n, d.dim, d.queries.data(), d.nq,
	    d.fields, d.k, omp_get_max_threads());
	return d;
}

double
median(std::vector<double> v)
{
	std::sort(v.begin(), v.end());
	return v.empty() ? 0 : v[v.size() / 2];
}

template <class T>
uint32_t
common(const T *got, uint32_t n, const uint32_t *want, uint32_t k)
{
	uint32_t c = 0;
	for (uint32_t i = 0; i < n; i++)
		c += std::find(want, want + k, (uint32_t)got[i]) != want + k;
	return c;
}

void
run_hnsw(const Data &d, int m, int ef_build)
{
	hnswlib::InnerProductSpace space(d.dim);
	hnswlib::HierarchicalNSW<float> h(&space, d.n, m, ef_build, 1);
	double t = now();
	h.addPoint(d.base.data(), 0);
#pragma omp parallel for schedule(dynamic, 256)
	for (uint32_t i = 1; i < d.n; i++)
		h.addPoint(d.base.data() + (size_t)i * d.dim, i);
	printf("hnswlib M=%d: build %.0f s, %.0f bytes a row\n", m, now() - t,
	    d.dim * 4.0 + m * 2 * 4 * 1.1 + 8);
	for (int ef : {10, 16, 24, 32, 48, 64, 96, 128, 192, 256}) {
		std::vector<double> each;
		uint32_t hit = 0;
		h.setEf(std::max<int>(ef, d.k));
		for (uint32_t q = 0; q < d.nq; q++) {
			std::vector<uint32_t> ids;
			double s = now();
			auto r = h.searchKnn(d.queries.data() + (size_t)q * d.dim, d.k);
			each.push_back(now() - s);
			for (; !r.empty(); r.pop())
				ids.push_back((uint32_t)r.top().second);
			hit += common(ids.data(), ids.size(), ann_truth_of(&d.truth, q, d.fields), d.k);
		}
		printf("hnswlib M=%d ef=%d: plain recall %.4f, p50 %.3f ms\n", m, ef,
		    hit / (double)(d.nq * d.k), median(each) * 1e3);
	}
}

void
faiss_plain(const Data &d, faiss::IndexIVF *ivf, const char *name)
{
	std::vector<Id> ids(d.k);
	std::vector<float> dist(d.k);
	for (int probe : {1, 2, 4, 8, 16, 32, 64}) {
		std::vector<double> each;
		uint32_t hit = 0;
		ivf->nprobe = probe;
		for (uint32_t q = 0; q < d.nq; q++) {
			double s = now();
			ivf->search(1, d.queries.data() + (size_t)q * d.dim, d.k, dist.data(), ids.data());
			each.push_back(now() - s);
			hit += common(ids.data(), d.k, ann_truth_of(&d.truth, q, d.fields), d.k);
		}
		printf("%s nprobe=%d: plain recall %.4f, p50 %.3f ms\n", name, probe,
		    hit / (double)(d.nq * d.k), median(each) * 1e3);
	}
}

// The per-field task: one search per field with a selector.
void
faiss_fields(const Data &d, faiss::IndexIVF *ivf, const char *name)
{
	std::vector<std::vector<uint8_t>> bits(d.fields, std::vector<uint8_t>(d.n / 8 + 1));
	std::vector<Id> ids(d.k);
	std::vector<float> dist(d.k);
	for (uint32_t i = 0; i < d.n; i++)
		bits[d.field[i]][i / 8] |= 1 << i % 8;
	for (int probe : {64, 256, 1024}) {
		std::vector<double> each;
		double hit = 0, want = 0;
		for (uint32_t q = 0; q < std::min<uint32_t>(d.nq, 30); q++) {
			double s = now();
			for (uint32_t f = 0; f < d.fields; f++) {
				faiss::IDSelectorBitmap sel(d.n, bits[f].data());
				faiss::SearchParametersIVF p;
				p.sel = &sel;
				p.nprobe = probe;
				ivf->search(1, d.queries.data() + (size_t)q * d.dim, d.k, dist.data(),
				    ids.data(), &p);
				hit += common(ids.data(), d.k, ann_truth_of(&d.truth, q, f),
				    d.truth.held[f]);
				want += d.truth.held[f];
			}
			each.push_back(now() - s);
		}
		printf("%s nprobe=%d with selector: fields recall %.4f, p50 %.3f ms (answers counted "
		       "within the time)\n",
		    name, probe, hit / want, median(each) * 1e3);
	}
}

void
run_faiss(const Data &d, const char *name)
{
	std::unique_ptr<faiss::Index> ix(
	    faiss::index_factory(d.dim, name, faiss::METRIC_INNER_PRODUCT));
	double t = now();
	ix->train(std::min<uint32_t>(d.n, 200000), d.base.data());
	ix->add(d.n, d.base.data());
	printf("faiss %s: build %.0f s\n", name, now() - t);
	omp_set_num_threads(1);
	auto *ivf = dynamic_cast<faiss::IndexIVF *>(ix.get());
	faiss_plain(d, ivf, name);
	faiss_fields(d, ivf, name);
	omp_set_num_threads(omp_get_num_procs());
}

} // namespace

int
main(int argc, char **argv)
{
	std::map<std::string, std::string> o;
	for (int i = 1; i + 1 < argc; i += 2)
		o[argv[i]] = argv[i + 1];
	setvbuf(stdout, nullptr, _IOLBF, 0);
	Data d = load(o);
	run_faiss(d, "IVF4096,SQ8");
	run_hnsw(d, 16, 100);
	return 0;
}
