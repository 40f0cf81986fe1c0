# Tensen - build, test and install.  `make help` lists the targets.
.DEFAULT_GOAL := all
V ?= 0
Q  = $(if $(filter 1,$(V)),,@)

MODE    ?= release
BUILD   ?= build/$(MODE)
PREFIX  ?= /usr/local
LIBDIR  ?= $(PREFIX)/lib
DESTDIR ?=
VERSION := $(shell sed -n 's/^.define TENSEN_VERSION "\([^"]*\)".*/\1/p' include/tensen/version.h)

PKGS_DEB = gcc make pkg-config libmecab-dev mecab-ipadic-utf8 mecab-utils libicu-dev \
           libopenblas-dev libzstd-dev zstd libjson-c-dev libexpat1-dev libcsv-dev \
           libstemmer-dev libmicrohttpd-dev libcurl4-openssl-dev libxxhash-dev libcmocka-dev \
           zlib1g-dev libarchive-dev libxlsxwriter-dev edict
PKGS_LINT = clang clang-format cppcheck python3
PKGS_FUZZ = clang libclang-rt-14-dev
PKGS_PACKAGE = dpkg-dev
PKGS_MPI = openmpi-bin libopenmpi-dev openssh-client
PKGS_BROWSER = chromium chromium-driver python3 fonts-noto-cjk poppler-utils $(if $(shell command -v npm),,npm)
PKGS_ASSIST_TESTS = python3 strace $(if $(shell command -v npm),,npm)
MCP_CLIENT = @modelcontextprotocol/sdk@1.32.2
AXE = axe-core-4.14.1
AXE_SHA512 = 1477dafa598d8d065f273d6af302aa203c02e83131707b7fa648cd41bd3d6b734f8c22a0dab86ee6a6f64b8afbe804b214d36db85a2826965edfb3a0b9d546b5
PKGS     = icu-i18n icu-uc libzstd json-c expat libxxhash zlib
# The programs load these by the first call of one of their functions (src/cli/late.c); who links the library links them.
LATE_LIB  = openblas libarchive xlsxwriter
LATE      = $(LATE_LIB) libmicrohttpd libcurl
LATE_OBJ := $(if $(filter x86_64-% aarch64-%,$(shell $(CC) -dumpmachine 2>/dev/null)),$(LATE:%=$(BUILD)/late/%.o))
# pkg-config and mecab-config are asked once, when something is built.
PKG_CFLAGS = $(eval PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) $(LATE)) $(shell mecab-config --cflags))$(PKG_CFLAGS)
PKG_LIBS   = $(eval PKG_LIBS := $(shell pkg-config --libs $(PKGS)) $(filter-out -lstdc++,$(shell mecab-config --libs)) -lcsv -lstemmer -lm -lpthread)$(PKG_LIBS)
LIB_LIBS   = $(eval LIB_LIBS := $(shell pkg-config --libs $(LATE_LIB)) $(PKG_LIBS))$(LIB_LIBS)
ALL_LIBS   = $(eval ALL_LIBS := $(shell pkg-config --libs $(LATE)) $(PKG_LIBS))$(ALL_LIBS)

CFLAGS_release = -O2 -g
CFLAGS_asan    = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
CFLAGS_tsan    = -O1 -g -fno-omit-frame-pointer -fsanitize=thread
CFLAGS_coverage = -O0 -g --coverage
CFLAGS_clang   = -O2 -g -Werror
CFLAGS_gcc     = -O2 -g -Werror
FUZZ_OPT       = -O1
CFLAGS_fuzz    = $(FUZZ_OPT) -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined
ifneq ($(filter $(MODE),clang fuzz),)
CC = clang
else ifneq ($(origin CC),command line)
CC = gcc
endif
CFLAGS  ?= $(CFLAGS_$(MODE))
WARN     = -std=c11 -Wall -Wextra -Wshadow -Wvla -Wstrict-prototypes -Wmissing-prototypes \
           -Wpointer-arith -Wwrite-strings
CPPFLAGS += -D_GNU_SOURCE -Iinclude -Isrc $(PKG_CFLAGS)
COMPILE  = $(CC) $(CPPFLAGS) $(CFLAGS) $(WARN) -fPIC -fvisibility=hidden -MMD -MP

FLOORS    = util text corpus fields model index result engine
MODELS   := $(sort $(filter-out models/prompts,$(wildcard models/*))) src/result/write/page.css
LIB_SRC  := $(sort $(foreach f,$(FLOORS),$(wildcard src/$(f)/*.c src/$(f)/*/*.c)))
LIB_OBJ  := $(LIB_SRC:%.c=$(BUILD)/%.o) $(BUILD)/embed.o
PAGE     := src/server/openapi.json $(sort $(wildcard src/server/page/*.* src/server/page/views/*)) $(BUILD)/subclasses.tsv
SERVER_SRC := $(sort $(wildcard src/server/*.c src/server/http/*.c))
SERVER_OBJ := $(SERVER_SRC:%.c=$(BUILD)/%.o) $(BUILD)/page.o
PROMPTS  := src/assist/mcp/tools.json $(sort $(wildcard src/assist/reader/*.schema.json models/prompts/*))
ASSIST_SRC := $(sort $(wildcard src/assist/*.c src/assist/*/*.c))
ASSIST_OBJ := $(ASSIST_SRC:%.c=$(BUILD)/%.o) $(BUILD)/prompts.o
CLI_SRC  := $(filter-out src/cli/late.c,$(sort $(wildcard src/cli/*.c src/cli/*/*.c)))
CLI_OBJ  := $(CLI_SRC:%.c=$(BUILD)/%.o)
# what commands share
CLI_PARTS := $(filter-out $(BUILD)/src/cli/main.o $(BUILD)/src/cli/commands/% %/model.o,$(CLI_OBJ))
TEST_SRC := $(sort $(wildcard tests/unit/test_*.c tests/property/test_*.c tests/recall/test_*.c tests/corrupt/test_*.c tests/fuzz/test_*.c))
TEST_BIN := $(TEST_SRC:%.c=$(BUILD)/%)
CLIENT   := $(BUILD)/tests/serve/client
# bench/FOLDER/NAME.c is a program; bench/FOLDER/NAME_*.c are parts of it.
BENCH_SRC := $(sort $(wildcard bench/*/*.c))
BENCH_BIN := $(foreach s,$(BENCH_SRC),$(if $(findstring _,$(notdir $(s))),,$(s:%.c=$(BUILD)/%)))

LIB    = $(BUILD)/libtensen.a
# the same with all its names, for tests and benches
INTERNAL = $(BUILD)/libinternal.a
SERVER = $(BUILD)/libserver.a
ASSIST = $(BUILD)/libassist.a
SHARED = $(BUILD)/libtensen.so.0
TENSEN = $(BUILD)/tensen
TENSEN_MPI ?= $(BUILD)/tensen-mpi
MPICC ?= mpicc

## all: build the library (static and shared), the command and the benches
.PHONY: all
all: $(LIB) $(SHARED) $(TENSEN) $(BENCH_BIN)

## deps: install what is missing (Debian 12, as root or with sudo)
## deps-browser: the same for the tests of the page (Chromium, its driver, fonts, poppler-utils, axe-core)
## deps-mpi: the same for `make mpi` (Open MPI)
.PHONY: deps deps-browser deps-mpi
PACKAGES = $(Q)DEPS=$(DEPS) sh src/install/packages.sh
deps deps-browser deps-mpi: DEPS = install
deps:
	$(PACKAGES) $@ $(PKGS_DEB)
deps-mpi:
	$(PACKAGES) $@ $(PKGS_MPI)
deps-browser:
	$(PACKAGES) $@ $(PKGS_BROWSER)
	$(Q)$(MAKE) --no-print-directory build/browser/axe.min.js

## deps-fuzz: clang and its libFuzzer, for the fuzz targets
.PHONY: deps-fuzz
deps-fuzz:
	$(Q)$(MAKE) --no-print-directory deps PKGS_DEB="$(PKGS_FUZZ)"

## deps-arm: a compiler, an emulator and cmocka for 64-bit ARM, for the test of its kernels
.PHONY: deps-arm
deps-arm:
	$(Q)dpkg --print-foreign-architectures | grep -qx arm64 || \
	  { sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; $$sudo dpkg --add-architecture arm64; }
	$(Q)$(MAKE) --no-print-directory deps \
	  PKGS_DEB="gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user libcmocka-dev:arm64"

## deps-assist: Python, strace and the official client of the Model Context Protocol, for tests/assist
.PHONY: deps-assist
deps-assist:
	$(Q)$(MAKE) --no-print-directory deps PKGS_DEB="$(PKGS_ASSIST_TESTS)"
	$(Q)$(MAKE) --no-print-directory build/mcp/ready

build/mcp/ready:
	$(Q)mkdir -p $(@D)
	$(Q)cd $(@D) && echo '{"private":true,"type":"module"}' > package.json && \
	  npm install --silent --no-audit --no-fund --ignore-scripts --save-exact $(MCP_CLIENT) > npm.log 2>&1 && \
	  touch ready || { cat npm.log >&2; echo "deps-assist: $(MCP_CLIENT) could not be fetched" >&2; exit 1; }

# The accessibility rules: pinned, checked, and not kept in the repository.
build/browser/axe.min.js:
	$(Q)mkdir -p $(@D)
	$(Q)cd $(@D) && npm pack --silent $(subst axe-core-,axe-core@,$(AXE)) >npm.log 2>&1 && \
	  echo "$(AXE_SHA512)  $(AXE).tgz" | sha512sum --check --quiet && \
	  tar -xzf $(AXE).tgz --strip-components=1 package/axe.min.js && touch axe.min.js || \
	  { cat npm.log >&2; rm -f axe.min.js; \
	    echo "deps-browser: $(AXE) could not be fetched: the tests with axe will be skipped, and counted so" >&2; }

$(INTERNAL): $(LIB_OBJ)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

# One object, in which every name that the headers do not promise is local: a program may have
# functions of the same names.
$(LIB): $(LIB_OBJ)
	$(Q)$(CC) -r -nostdlib -o $(BUILD)/libtensen.o $^
	$(Q)objcopy --localize-hidden --wildcard --keep-global-symbol='tensen_*' $(BUILD)/libtensen.o
	$(Q)rm -f $@ && $(AR) rcs $@ $(BUILD)/libtensen.o && rm -f $(BUILD)/libtensen.o

$(SHARED): $(LIB_OBJ) src/engine/tensen.map
	$(Q)$(CC) $(CFLAGS) -shared -Wl,-soname,libtensen.so.0 -Wl,--version-script=src/engine/tensen.map \
	  -o $@ $(LIB_OBJ) $(LIB_LIBS)
	$(Q)ln -sf libtensen.so.0 $(BUILD)/libtensen.so

$(SERVER): $(SERVER_OBJ)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(ASSIST): $(ASSIST_OBJ)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(TENSEN): $(CLI_OBJ) $(ASSIST) $(SERVER) $(LIB) $(LATE_OBJ)
	$(Q)$(CC) $(CFLAGS) -o $@ $^ $(if $(LATE_OBJ),$(PKG_LIBS),$(ALL_LIBS))

## mpi: build tensen-mpi, which builds one index on many machines (`make deps-mpi` brings Open MPI)
.PHONY: mpi
mpi: $(TENSEN_MPI)
MPI_SRC := $(sort $(wildcard src/mpi/*.c))
MPI_OBJ  = $(MPI_SRC:src/mpi/%.c=$(TENSEN_MPI).o/%.o)
$(TENSEN_MPI).o/%.o: src/mpi/%.c
	@mkdir -p $(@D)
	$(Q)$(MPICC) $(CPPFLAGS) $(CFLAGS) $(WARN) -MMD -MP -c $< -o $@
$(TENSEN_MPI): $(MPI_OBJ) $(CLI_PARTS) $(ASSIST) $(LIB)
	$(Q)$(MPICC) $(CFLAGS) -o $@ $^ $(ALL_LIBS)

# The vector search spends its time in loops over short lists: -O3 is 4 % faster.
ifeq ($(MODE),release)
$(BUILD)/src/index/vectors/%.o: CFLAGS := $(patsubst -O2,-O3,$(CFLAGS))
endif

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -c $< -o $@

$(BUILD)/late/openblas.o: $(BUILD)/src/model/dense.o
$(BUILD)/late/libarchive.o: $(BUILD)/src/corpus/input/unpack.o
$(BUILD)/late/xlsxwriter.o: $(BUILD)/src/result/write/workbook.o
$(BUILD)/late/libmicrohttpd.o: $(SERVER_SRC:%.c=$(BUILD)/%.o)
$(BUILD)/late/libcurl.o: $(BUILD)/src/assist/chat/chat.o $(BUILD)/src/assist/chat/endpoint.o
# .file: the library; .names: the functions that these objects call and it has.
$(BUILD)/late/%.o: src/cli/late.c
	@mkdir -p $(@D)
	$(Q)$(CC) -print-file-name=lib$(*:lib%=%).so > $(@:.o=.file)
	$(Q)nm -u -P $(filter %.o,$^) | sed -n 's/ U.*//p' | sort -u > $(@:.o=.called)
	$(Q)nm -D --defined-only -P $$(cat $(@:.o=.file)) | sed 's/[ @].*//' | sort -u | \
	  comm -12 - $(@:.o=.called) | sed 's/.*/NAME(&)/' > $(@:.o=.names)
	$(Q)$(COMPILE) -DLATE_NAMES='"$(abspath $(@:.o=.names))"' \
	  -DLATE_FILE="\"$$(objdump -p $$(cat $(@:.o=.file)) | sed -n 's/^ *SONAME *//p')\"" -c $< -o $@

# models/ and the style of printed pages become part of the library, the page part of the
# server, the prompts part of the assistant: one assembly file of .incbin lines each.
$(BUILD)/embed.S: src/util/embed.sh $(MODELS)
	@mkdir -p $(@D)
	$(Q)sh src/util/embed.sh models_embedded $(MODELS) > $@.new && mv $@.new $@

# What the page names classes by: without the objects that the readers are told.
$(BUILD)/subclasses.tsv: models/ipc-subclasses.tsv
	@mkdir -p $(@D)
	$(Q)grep -v '^#' $< | cut -f 1-3 > $@.new && mv $@.new $@

$(BUILD)/page.S: src/util/embed.sh $(PAGE)
	@mkdir -p $(@D)
	$(Q)sh src/util/embed.sh assets_embedded $(PAGE) > $@.new && mv $@.new $@

$(BUILD)/prompts.S: src/util/embed.sh $(PROMPTS)
	@mkdir -p $(@D)
	$(Q)sh src/util/embed.sh prompts_embedded $(PROMPTS) > $@.new && mv $@.new $@

$(BUILD)/embed.o: $(BUILD)/embed.S $(MODELS)
	$(Q)$(CC) $(CFLAGS) -c $< -o $@

$(BUILD)/page.o: $(BUILD)/page.S $(PAGE)
	$(Q)$(CC) $(CFLAGS) -c $< -o $@

$(BUILD)/prompts.o: $(BUILD)/prompts.S $(PROMPTS)
	$(Q)$(CC) $(CFLAGS) -c $< -o $@

$(CLIENT): $(CLIENT).o
	$(Q)$(CC) $(CFLAGS) $^ -lpthread -o $@

$(BUILD)/tests/%: $(BUILD)/tests/%.o $(BUILD)/tests/support.o $(ASSIST) $(SERVER) $(INTERNAL)
	$(Q)$(CC) $(CFLAGS) $^ $(ALL_LIBS) -lcmocka -o $@

.SECONDEXPANSION:
$(BUILD)/bench/%: $(BUILD)/bench/%.o $$(addsuffix .o,$$(addprefix $$(BUILD)/,$$(basename $$(wildcard bench/$$*_*.c)))) $(INTERNAL)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) $^ $(ALL_LIBS) -o $@

# make all, on all processors unless the caller says how many
MAKE_ALL = $(MAKE) --no-print-directory $(if $(filter -j%,$(MAKEFLAGS)),,-j$(shell nproc)) all
## demo: install what is missing, build, index the shipped corpus, print ideas
## (demo and test install packages only as root, or with DEPS=install; else they name them)
.PHONY: demo
demo:
	$(PACKAGES) $@ $(PKGS_DEB)
	+$(Q)$(MAKE_ALL)
	$(Q)BUILD=$(BUILD) sh data/demo.sh

## test: every kind of test; ends with one line "N passed, N failed"
.PHONY: test
test:
	$(PACKAGES) $@ $(PKGS_DEB)
	+$(Q)$(MAKE_ALL) tests $(if $(shell command -v $(MPICC)),mpi)
	$(Q)BUILD=$(BUILD) sh tests/run.sh

## check: the same without looking at packages; ONE=name runs one test
.PHONY: check
check: all tests
	$(Q)BUILD=$(BUILD) ONE="$(ONE)" sh tests/run.sh

.PHONY: tests
tests: $(TEST_BIN) $(CLIENT)

## asan: every test under the address and undefined-behaviour sanitizers
.PHONY: asan
asan:
	$(Q)$(MAKE) --no-print-directory MODE=asan check

## tsan: tests of threads under the thread sanitizer; ONE=name runs another
.PHONY: tsan
tsan:
	$(Q)TSAN_OPTIONS=exitcode=66 $(MAKE) --no-print-directory MODE=tsan ONE=$(or $(ONE),assist/) check

## coverage: every test, and the lines of each floor that they ran (python3; an hour)
.PHONY: coverage
coverage:
	$(Q)$(MAKE) --no-print-directory MODE=coverage all $(if $(shell command -v $(MPICC)),mpi)
	$(Q)-$(MAKE) --no-print-directory MODE=coverage check
	$(Q)python3 tests/coverage.py build/coverage

## fuzz: build the fuzz targets; tests/fuzz/run.sh runs one
.PHONY: fuzz fuzz-programs
FUZZ_BUILD = build/fuzz
FUZZ_TARGETS = $(notdir $(wildcard tests/fuzz/corpus/*))
# The answers of a model's server are the fuzzer's.
FUZZ_LINK = -Wl,--wrap=chat_ask
fuzz:
	$(Q)$(MAKE) --no-print-directory MODE=fuzz BUILD=$(FUZZ_BUILD) CFLAGS="$(CFLAGS_fuzz)" fuzz-programs
fuzz-programs: $(BUILD)/fuzz
	$(Q)for t in $(FUZZ_TARGETS); do ln -f $< $(BUILD)/fuzz_$$t || exit 1; done
$(BUILD)/fuzz: $(BUILD)/tests/fuzz/fuzz.o $(BUILD)/tests/support.o $(CLI_PARTS) $(ASSIST) $(SERVER) $(INTERNAL)
	$(Q)$(CC) $(CFLAGS) -fsanitize=fuzzer $(FUZZ_LINK) -o $@ $^ $(ALL_LIBS) -lcmocka
$(BUILD)/tests/fuzz/test_fuzz_readers: $(BUILD)/tests/fuzz/test_fuzz_readers.o $(BUILD)/tests/support.o $(CLI_PARTS) $(ASSIST) $(SERVER) $(INTERNAL)
	$(Q)$(CC) $(CFLAGS) $(FUZZ_LINK) -o $@ $^ $(ALL_LIBS) -lcmocka

## schemas: print src/result/schema/*.json anew from the tables of columns
.PHONY: schemas
schemas: $(BUILD)/tests/unit/test_schema
	$(Q)$< --write >/dev/null

## lint: floors, clang-format, cppcheck, a build without warnings by gcc and clang, no circles between files
.PHONY: lint
lint:
	$(Q)sh tests/lint.sh
	$(Q)$(MAKE) --no-print-directory MODE=gcc CFLAGS="$(CFLAGS_gcc)" all tests
	$(Q)python3 tests/circles.py build/gcc
	$(Q)$(MAKE) --no-print-directory MODE=clang CFLAGS="$(CFLAGS_clang)" all tests

## bench: build the benches and list them; each says how to run it
.PHONY: bench
bench: $(BENCH_BIN) $(TENSEN)
	@for b in $(BENCH_BIN); do echo $$b; done

## bench-peers: build bench/vectors/ann_peers for `bench/vectors/ann --peers` (installs hnswlib and Faiss)
.PHONY: bench-peers
bench-peers:
	$(Q)$(MAKE) --no-print-directory deps PKGS_DEB="g++ libhnswlib-dev libfaiss-dev"
	$(Q)$(MAKE) --no-print-directory $(BUILD)/bench/vectors/ann $(BUILD)/bench/vectors/ann_peers
# Built for this very CPU, as a user of hnswlib would.
$(BUILD)/bench/vectors/ann_peers: bench/vectors/ann_peers.cc $(BUILD)/bench/vectors/ann_float.o $(INTERNAL)
	$(Q)g++ -O3 -march=native -fopenmp -Ibench/vectors -Isrc -Iinclude -o $@ $^ -lfaiss $(ALL_LIBS)

## golden-update: rewrite the expected outputs of tests/golden from what is printed now
.PHONY: golden-update
golden-update: all
	$(Q)BUILD=$(BUILD) UPDATE=1 ONE=golden sh tests/run.sh

## man: man pages of all commands, from their tables of options
.PHONY: man
man: $(BUILD)/man/ready
$(BUILD)/man/ready: $(TENSEN) $(wildcard $(TENSEN_MPI)) src/install/manual.sh src/install/tensen-nightly
	$(Q)sh src/install/manual.sh $(BUILD)/man $(TENSEN) $(wildcard $(TENSEN_MPI))
	$(Q)touch $@

## install: command, man pages, completion, units, libraries, headers under PREFIX; tensen-mpi if it is built
INSTALLED = $(DESTDIR)$(PREFIX)
SHARE = $(INSTALLED)/share
UNITS = tensen.service tensen-nightly.service tensen-nightly.timer
.PHONY: install
install: $(LIB) $(SHARED) $(TENSEN) man
	install -d $(INSTALLED)/bin $(DESTDIR)$(LIBDIR)/pkgconfig $(INSTALLED)/include/tensen \
	  $(INSTALLED)/lib/systemd/system $(SHARE)/bash-completion/completions $(SHARE)/zsh/site-functions \
	  $(SHARE)/man/man1 $(SHARE)/man/ja/man1 $(SHARE)/tensen/demo $(SHARE)/doc/tensen/examples
	install -m 755 $(TENSEN) $(wildcard $(TENSEN_MPI)) src/install/tensen-nightly $(INSTALLED)/bin/
	install -m 644 $(LIB) $(DESTDIR)$(LIBDIR)/
	install -m 644 $(SHARED) $(DESTDIR)$(LIBDIR)/
	ln -sf libtensen.so.0 $(DESTDIR)$(LIBDIR)/libtensen.so
	install -m 644 include/tensen/*.h $(INSTALLED)/include/tensen/
	sed -e 's|@PREFIX@|$(PREFIX)|g' -e 's|@LIBDIR@|$(LIBDIR)|g' -e 's|@VERSION@|$(VERSION)|g' \
	  -e 's|@LIBS@|$(LIB_LIBS)|g' \
	  src/engine/tensen.pc.in > $(DESTDIR)$(LIBDIR)/pkgconfig/tensen.pc
	install -m 644 $(BUILD)/man/man1/* $(SHARE)/man/man1/
	install -m 644 $(BUILD)/man/ja/man1/* $(SHARE)/man/ja/man1/
	install -m 644 src/install/tensen.bash $(SHARE)/bash-completion/completions/tensen
	install -m 644 src/install/_tensen $(SHARE)/zsh/site-functions/
	for u in $(UNITS); do sed -e 's|@PREFIX@|$(PREFIX)|g' -e '/@SANDBOX@/ { r src/install/sandbox.conf' -e 'd }' \
	  src/install/$$u > $(INSTALLED)/lib/systemd/system/$$u; done
	install -m 644 data/demo/*.jsonl $(SHARE)/tensen/demo/
	install -m 644 data/demo-readings.jsonl $(SHARE)/tensen/
	install -m 644 README.md src/install/README.ja.md CHANGELOG.md LICENSE src/result/JSON.md src/server/API.md $(SHARE)/doc/tensen/
	install -m 644 src/install/tensen.conf src/install/tensen.cron $(SHARE)/doc/tensen/examples/

## uninstall: remove what install put there
.PHONY: uninstall
uninstall:
	rm -f $(INSTALLED)/bin/tensen $(INSTALLED)/bin/tensen-mpi $(INSTALLED)/bin/tensen-nightly \
	  $(DESTDIR)$(LIBDIR)/libtensen.* $(DESTDIR)$(LIBDIR)/pkgconfig/tensen.pc \
	  $(SHARE)/man/man1/tensen.1 $(SHARE)/man/man1/tensen-*.1 \
	  $(SHARE)/man/ja/man1/tensen.1 $(SHARE)/man/ja/man1/tensen-*.1 \
	  $(SHARE)/bash-completion/completions/tensen $(SHARE)/zsh/site-functions/_tensen \
	  $(UNITS:%=$(INSTALLED)/lib/systemd/system/%)
	rm -rf $(INSTALLED)/include/tensen $(SHARE)/tensen $(SHARE)/doc/tensen

## deb: the same as a Debian package, build/release/tensen_VERSION_ARCH.deb
.PHONY: deb
deb:
	$(PACKAGES) $@ $(PKGS_DEB) $(PKGS_PACKAGE)
	$(Q)$(MAKE) -s --no-print-directory $(LIB) $(SHARED) $(TENSEN)
	$(Q)MAKE="$(MAKE)" sh src/install/deb.sh $(BUILD) $(VERSION)

## clean: remove build/
.PHONY: clean
clean:
	$(Q)rm -rf build

## help: this list
.PHONY: help
help:
	@sed -n 's/^## //p' $(firstword $(MAKEFILE_LIST)) | awk -F': ' '{printf "  %-14s %s\n", $$1, $$2}'

.SECONDARY:
-include $(MPI_OBJ:.o=.d) $(LIB_SRC:%.c=$(BUILD)/%.d) $(SERVER_SRC:%.c=$(BUILD)/%.d) $(ASSIST_SRC:%.c=$(BUILD)/%.d) $(CLI_SRC:%.c=$(BUILD)/%.d) $(TEST_SRC:%.c=$(BUILD)/%.d) $(BUILD)/tests/support.d $(BUILD)/tests/fuzz/fuzz.d $(BENCH_SRC:%.c=$(BUILD)/%.d)
