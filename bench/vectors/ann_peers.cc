// bench/vectors/ann_peers.cc - the packaged peers on the same files: hnswlib and Faiss, one thread a query.
//
// usage: the options of bench/vectors/ann (--base --queries --dim --k --n --nq), which starts this
// program itself when given --peers, and
//   --hnsw-n ROWS  rows of the graph (default 200000: its build costs minutes per million)
//   --hnsw-build EF  length of the lists it is built with (default 100)
//   --cache DIR    finished indexes are kept there and taken from there
// Times are of this thread (CPU time), medians over the queries.  `make bench-peers` installs the
// two libraries and builds this.
#include <faiss/IndexIVF.h>
#include <faiss/index_factory.h>
#include <faiss/index_io.h>
#include <hnswlib/hnswlib.h>
#include <fcntl.h>
#include <omp.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
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
	uint32_t dim = 256, k = 10, n = 0, nq = 200, hnsw_n = 200000, hnsw_build = 100;
	std::string cache;
	const float *base = nullptr; // [n][dim], mapped: a copy beside the graph's own fits no memory
	std::vector<float> queries;
	ann_truth truth = {};
};

double
now()
{
	using namespace std::chrono;
	return duration<double>(steady_clock::now().time_since_epoch()).count();
}

// CPU time of this thread: other work on the machine is not the peer's.
double
busy()
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return t.tv_sec + t.tv_nsec * 1e-9;
}

// One line of the table that bench/vectors/ann begins.
void
line(const std::string &name, double recall, double seconds, double bytes)
{
	printf("%-34s %8.4f %10.3f %8.0f\n", name.c_str(), recall, seconds * 1e3, bytes);
}

std::string
cached(const Data &d, std::string name)
{
	std::replace(name.begin(), name.end(), ',', '-');
	return d.cache.empty() ? "" : d.cache + "/" + name + "-" + std::to_string(d.n);
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

// The whole file where it lies; it stays mapped until the end.
const float *
map_rows(const std::string &path, size_t *floats)
{
	int fd = open(path.c_str(), O_RDONLY);
	struct stat st;
	if (fd < 0 || fstat(fd, &st) < 0) {
		perror(path.c_str());
		exit(2);
	}
	void *p = mmap(nullptr, st.st_size, PROT_READ, MAP_SHARED, fd, 0);
	if (p == MAP_FAILED) {
		perror(path.c_str());
		exit(2);
	}
	close(fd);
	*floats = st.st_size / sizeof(float);
	return static_cast<const float *>(p);
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
	if (o.count("--hnsw-n"))
		d.hnsw_n = atoi(o["--hnsw-n"].c_str());
	if (o.count("--hnsw-build"))
		d.hnsw_build = atoi(o["--hnsw-build"].c_str());
	d.cache = o["--cache"];
	size_t floats = 0;
	d.base = map_rows(o["--base"], &floats);
	d.queries = slurp<float>(o["--queries"]);
	d.n = floats / d.dim;
	if (o.count("--n"))
		d.n = std::min<uint32_t>(d.n, atoi(o["--n"].c_str()));
	d.nq = std::min<uint32_t>(d.nq, d.queries.size() / d.dim);
	return d;
}

void
truth(Data &d)
{
	free(d.truth.row);
	ann_truth_make(&d.truth, d.base, d.n, d.dim, d.queries.data(), d.nq, d.k,
	    omp_get_max_threads());
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

using Graph = hnswlib::HierarchicalNSW<float>;

std::unique_ptr<Graph>
make_graph(const Data &d, hnswlib::InnerProductSpace *space, int m, int ef_build)
{
	std::string path = cached(d, "hnsw" + std::to_string(m) + "-" + std::to_string(ef_build));
	double t = now();
	if (!path.empty() && access(path.c_str(), R_OK) == 0)
		return std::make_unique<Graph>(space, path);
	auto h = std::make_unique<Graph>(space, d.n, m, ef_build, 1);
	h->addPoint(d.base, 0);
#pragma omp parallel for schedule(dynamic, 256)
	for (uint32_t i = 1; i < d.n; i++)
		h->addPoint(d.base + (size_t)i * d.dim, i);
	fprintf(stderr, "hnswlib M=%d of %u rows: build %.0f s\n", m, d.n, now() - t);
	if (!path.empty())
		h->saveIndex(path);
	return h;
}

double
hnsw_plain(const Data &d, Graph &h, double *seconds)
{
	std::vector<double> each;
	uint32_t hit = 0;
	for (uint32_t q = 0; q < d.nq; q++) {
		std::vector<uint32_t> ids;
		double s = busy();
		auto r = h.searchKnn(d.queries.data() + (size_t)q * d.dim, d.k);
		each.push_back(busy() - s);
		for (; !r.empty(); r.pop())
			ids.push_back((uint32_t)r.top().second);
		hit += common(ids.data(), ids.size(), ann_truth_of(&d.truth, q), d.k);
	}
	*seconds = median(each);
	return hit / (double)(d.nq * d.k);
}

void
run_hnsw(Data &d, int m, int ef_build)
{
	hnswlib::InnerProductSpace space(d.dim);
	double bytes = d.dim * 4.0 + m * 2 * 4 * 1.1 + 16, s, recall;
	std::string name = "hnswlib M=" + std::to_string(m) + " " + std::to_string(d.n) + " rows";
	auto h = make_graph(d, &space, m, ef_build);
	for (int ef : {16, 32, 48, 64, 96, 128, 192}) {
		h->setEf(std::max<int>(ef, d.k));
		recall = hnsw_plain(d, *h, &s);
		line(name + " ef=" + std::to_string(ef), recall, s, bytes);
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
			double s = busy();
			ivf->search(
			    1, d.queries.data() + (size_t)q * d.dim, d.k, dist.data(), ids.data());
			each.push_back(busy() - s);
			hit += common(ids.data(), d.k, ann_truth_of(&d.truth, q), d.k);
		}
		line(std::string(name) + " nprobe=" + std::to_string(probe),
		    hit / (double)(d.nq * d.k), median(each), ivf->code_size + 8.0);
	}
}

void
run_faiss(const Data &d, const char *name)
{
	std::string path = cached(d, name);
	std::unique_ptr<faiss::Index> ix;
	double t = now();
	if (!path.empty() && access(path.c_str(), R_OK) == 0) {
		ix.reset(faiss::read_index(path.c_str()));
	} else {
		ix.reset(faiss::index_factory(d.dim, name, faiss::METRIC_INNER_PRODUCT));
		ix->train(std::min<uint32_t>(d.n, 200000), d.base);
		ix->add(d.n, d.base);
		fprintf(stderr, "faiss %s: build %.0f s\n", name, now() - t);
		if (!path.empty())
			faiss::write_index(ix.get(), path.c_str());
	}
	omp_set_num_threads(1);
	auto *ivf = dynamic_cast<faiss::IndexIVF *>(ix.get());
	faiss_plain(d, ivf, name);
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
	truth(d);
	run_faiss(d, "IVF4096,SQ8");
	if (d.hnsw_n < d.n) {
		d.n = d.hnsw_n;
		truth(d);
	}
	run_hnsw(d, 16, d.hnsw_build);
	return 0;
}
