# Tensen - build, test and install.  `make help` lists the targets.
.DEFAULT_GOAL := all
V ?= 0
Q  = $(if $(filter 1,$(V)),,@)

MODE    ?= release
BUILD   ?= build/$(MODE)
PREFIX  ?= /usr/local
DESTDIR ?=
VERSION := 0.1.0

PKGS_DEB = gcc make pkg-config libmecab-dev mecab-ipadic-utf8 mecab-utils libicu-dev \
           libopenblas-dev libzstd-dev zstd libjson-c-dev libexpat1-dev libcsv-dev \
           libstemmer-dev libmicrohttpd-dev libcurl4-openssl-dev libxxhash-dev libcmocka-dev \
           zlib1g-dev libarchive-dev edict
PKGS_LINT = clang clang-format cppcheck python3
PKGS_FUZZ = clang libclang-rt-14-dev
PKGS_MPI = openmpi-bin libopenmpi-dev openssh-client
PKGS_BROWSER = chromium chromium-driver python3 fonts-noto-cjk poppler-utils $(if $(shell command -v npm),,npm)
PKGS_ASSIST_TESTS = python3 strace $(if $(shell command -v npm),,npm)
MCP_CLIENT = @modelcontextprotocol/sdk@1.32.2
AXE = axe-core-4.14.1
AXE_SHA512 = 1477dafa598d8d065f273d6af302aa203c02e83131707b7fa648cd41bd3d6b734f8c22a0dab86ee6a6f64b8afbe804b214d36db85a2826965edfb3a0b9d546b5
PKGS     = icu-i18n icu-uc openblas libzstd json-c expat libxxhash zlib libarchive
PKGS_SERVER = libmicrohttpd
PKGS_ASSIST = libcurl
# pkg-config and mecab-config are asked once, when something is built.
PKG_CFLAGS = $(eval PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) $(PKGS_SERVER) $(PKGS_ASSIST)) $(shell mecab-config --cflags))$(PKG_CFLAGS)
PKG_LIBS   = $(eval PKG_LIBS := $(shell pkg-config --libs $(PKGS)) $(filter-out -lstdc++,$(shell mecab-config --libs)) -lcsv -lstemmer -lm -lpthread)$(PKG_LIBS)
# The command and its tests need this; the library does not.
PROGRAM_LIBS = $(eval PROGRAM_LIBS := $(shell pkg-config --libs $(PKGS_SERVER) $(PKGS_ASSIST)))$(PROGRAM_LIBS)

CFLAGS_release = -O2 -g
CFLAGS_asan    = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
CFLAGS_tsan    = -O1 -g -fno-omit-frame-pointer -fsanitize=thread
CFLAGS_clang   = -O2 -g -Werror
CFLAGS_gcc     = -O2 -g -Werror
CFLAGS_fuzz    = -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined
ifneq ($(filter $(MODE),clang fuzz),)
CC = clang
else ifneq ($(origin CC),command line)
CC = gcc
endif
CFLAGS  ?= $(CFLAGS_$(MODE))
WARN     = -std=c11 -Wall -Wextra -Wshadow -Wvla -Wstrict-prototypes -Wmissing-prototypes \
           -Wpointer-arith -Wwrite-strings
CPPFLAGS += -D_GNU_SOURCE -DTENSEN_VERSION='"$(VERSION)"' -Iinclude -Isrc $(PKG_CFLAGS)
COMPILE  = $(CC) $(CPPFLAGS) $(CFLAGS) $(WARN) -fPIC -fvisibility=hidden -MMD -MP

FLOORS    = $(if $(filter fuzz,$(MODE)),util text corpus,util text corpus fields model index ideas result engine)
MODELS   := $(sort $(filter-out models/prompts,$(wildcard models/*))) src/result/write/page.css
LIB_SRC  := $(sort $(foreach f,$(FLOORS),$(wildcard src/$(f)/*.c src/$(f)/*/*.c)))
LIB_OBJ  := $(LIB_SRC:%.c=$(BUILD)/%.o) $(BUILD)/embed.o
PAGE     := src/server/openapi.json $(sort $(wildcard src/server/page/*.* src/server/page/views/*))
SERVER_SRC := $(sort $(wildcard src/server/*.c src/server/http/*.c))
SERVER_OBJ := $(SERVER_SRC:%.c=$(BUILD)/%.o) $(BUILD)/page.o
PROMPTS  := src/assist/mcp/tools.json $(sort $(wildcard models/prompts/*))
ASSIST_SRC := $(sort $(wildcard src/assist/*.c src/assist/*/*.c))
ASSIST_OBJ := $(ASSIST_SRC:%.c=$(BUILD)/%.o) $(BUILD)/prompts.o
CLI_SRC  := $(sort $(wildcard src/cli/*.c src/cli/*/*.c))
CLI_OBJ  := $(CLI_SRC:%.c=$(BUILD)/%.o)
TEST_SRC := $(sort $(wildcard tests/unit/test_*.c tests/property/test_*.c tests/recall/test_*.c tests/corrupt/test_*.c tests/fuzz/test_*.c))
TEST_BIN := $(TEST_SRC:%.c=$(BUILD)/%)
CLIENT   := $(BUILD)/tests/serve/client
# bench/NAME.c is a program; bench/NAME_*.c are parts of it.
BENCH_SRC := $(sort $(wildcard bench/*.c))
BENCH_BIN := $(foreach s,$(BENCH_SRC),$(if $(findstring _,$(notdir $(s))),,$(s:%.c=$(BUILD)/%)))

LIB    = $(BUILD)/libtensen.a
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
deps: WANTED = $(PKGS_DEB)
deps-mpi: WANTED = $(PKGS_MPI)
deps-browser: WANTED = $(PKGS_BROWSER)
deps deps-browser deps-mpi:
	$(Q)missing=; for p in $(WANTED); do \
	  dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then echo "installing:$$missing" >&2; \
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  mkdir -p build; \
	  { $$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive \
	    apt-get install -y -qq --no-install-recommends $$missing; } > build/deps.log 2>&1 || \
	  { tail -n 20 build/deps.log >&2; echo "deps: apt-get failed, see build/deps.log" >&2; exit 1; }; fi
	$(Q)[ $@ != deps-browser ] || $(MAKE) --no-print-directory build/browser/axe.min.js

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

$(LIB): $(LIB_OBJ)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(SHARED): $(LIB_OBJ) src/engine/tensen.map
	$(Q)$(CC) $(CFLAGS) -shared -Wl,-soname,libtensen.so.0 -Wl,--version-script=src/engine/tensen.map \
	  -o $@ $(LIB_OBJ) $(PKG_LIBS)
	$(Q)ln -sf libtensen.so.0 $(BUILD)/libtensen.so

$(SERVER): $(SERVER_OBJ)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(ASSIST): $(ASSIST_OBJ)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(TENSEN): $(CLI_OBJ) $(ASSIST) $(SERVER) $(LIB)
	$(Q)$(CC) $(CFLAGS) -o $@ $^ $(PROGRAM_LIBS) $(PKG_LIBS)

## mpi: build tensen-mpi, which builds one index on many machines (`make deps-mpi` brings Open MPI)
.PHONY: mpi
mpi: $(TENSEN_MPI)
MPI_SRC := $(sort $(wildcard src/mpi/*.c))
MPI_OBJ  = $(MPI_SRC:src/mpi/%.c=$(TENSEN_MPI).o/%.o)
$(TENSEN_MPI).o/%.o: src/mpi/%.c
	@mkdir -p $(@D)
	$(Q)$(MPICC) $(CPPFLAGS) $(CFLAGS) $(WARN) -MMD -MP -c $< -o $@
MPI_CLI  = $(filter-out $(BUILD)/src/cli/main.o $(BUILD)/src/cli/commands/% %/model.o,$(CLI_OBJ))
$(TENSEN_MPI): $(MPI_OBJ) $(MPI_CLI) $(BUILD)/src/cli/commands/cmd_eval.o $(LIB)
	$(Q)$(MPICC) $(CFLAGS) -o $@ $^ $(PKG_LIBS)

# The vector search spends its time in loops over short lists: -O3 is 4 % faster.
ifeq ($(MODE),release)
$(BUILD)/src/index/vectors/%.o: CFLAGS := $(patsubst -O2,-O3,$(CFLAGS))
endif

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -c $< -o $@

# models/ and the style of printed pages become part of the library, the page part of the
# server, the prompts part of the assistant: one assembly file of .incbin lines each.
$(BUILD)/embed.S: src/util/embed.sh $(MODELS)
	@mkdir -p $(@D)
	$(Q)sh src/util/embed.sh models_embedded $(MODELS) > $@.new && mv $@.new $@

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

$(BUILD)/tests/%: $(BUILD)/tests/%.o $(BUILD)/tests/support.o $(ASSIST) $(SERVER) $(LIB)
	$(Q)$(CC) $(CFLAGS) $^ $(PROGRAM_LIBS) $(PKG_LIBS) -lcmocka -o $@

.SECONDEXPANSION:
$(BUILD)/bench/%: $(BUILD)/bench/%.o $$(addsuffix .o,$$(addprefix $$(BUILD)/,$$(basename $$(wildcard bench/$$*_*.c)))) $(LIB)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) $^ $(PKG_LIBS) -o $@

# Steps of understanding are left out by standing in for two functions of the library.
$(BUILD)/bench/steps: LDFLAGS += -Wl,--wrap=analysis_run,--wrap=document_sections_of

## demo: install what is missing, build, index the shipped corpus, print ideas
.PHONY: demo
demo: deps
	$(Q)$(MAKE) --no-print-directory all
	$(Q)BUILD=$(BUILD) sh data/demo.sh

## test: every kind of test; ends with one line "N passed, N failed"
.PHONY: test
test: deps
	$(Q)$(MAKE) --no-print-directory all tests $(if $(shell command -v $(MPICC)),mpi)
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

## fuzz: build the fuzz targets; tests/fuzz/run.sh runs one
FUZZ_TARGETS = auto jsonl table gazette text record number
.PHONY: fuzz fuzz-programs
fuzz:
	$(Q)$(MAKE) --no-print-directory MODE=fuzz BUILD=build/fuzz CFLAGS="$(CFLAGS_fuzz)" fuzz-programs
fuzz-programs: $(FUZZ_TARGETS:%=$(BUILD)/fuzz_%)
$(BUILD)/fuzz_%: tests/fuzz/fuzz.c tests/fuzz/targets.h $(LIB)
	$(Q)$(COMPILE) -Itests/fuzz -DTARGET=fuzz_$* -fsanitize=fuzzer -o $@ $< $(LIB) $(PKG_LIBS)

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

## bench-peers: build bench/ann_peers for `bench/ann --peers` (installs hnswlib and Faiss)
.PHONY: bench-peers
bench-peers:
	$(Q)$(MAKE) --no-print-directory deps PKGS_DEB="g++ libhnswlib-dev libfaiss-dev"
	$(Q)$(MAKE) --no-print-directory $(BUILD)/bench/ann $(BUILD)/bench/ann_peers
# Built for this very CPU, as a user of hnswlib would.
$(BUILD)/bench/ann_peers: bench/ann_peers.cc $(BUILD)/bench/ann_float.o $(LIB)
	$(Q)g++ -O3 -march=native -fopenmp -Ibench -Isrc -Iinclude -o $@ $^ -lfaiss $(PKG_LIBS)

## golden-update: rewrite the expected outputs of tests/golden from what is printed now
.PHONY: golden-update
golden-update: all
	$(Q)BUILD=$(BUILD) UPDATE=1 ONE=golden sh tests/run.sh

## install: command, libraries, headers and pkg-config file under PREFIX
.PHONY: install
install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/pkgconfig $(DESTDIR)$(PREFIX)/include/tensen
	install -m 755 $(TENSEN) $(DESTDIR)$(PREFIX)/bin/
	install -m 644 $(LIB) $(DESTDIR)$(PREFIX)/lib/
	install -m 755 $(SHARED) $(DESTDIR)$(PREFIX)/lib/
	ln -sf libtensen.so.0 $(DESTDIR)$(PREFIX)/lib/libtensen.so
	install -m 644 include/tensen/*.h $(DESTDIR)$(PREFIX)/include/tensen/
	sed -e 's|@PREFIX@|$(PREFIX)|g' -e 's|@VERSION@|$(VERSION)|g' -e 's|@PKGS@|$(filter-out openblas,$(PKGS))|g' \
	  src/engine/tensen.pc.in > $(DESTDIR)$(PREFIX)/lib/pkgconfig/tensen.pc

## uninstall: remove what install put there
.PHONY: uninstall
uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/tensen $(DESTDIR)$(PREFIX)/lib/libtensen.* \
	  $(DESTDIR)$(PREFIX)/lib/pkgconfig/tensen.pc
	rm -rf $(DESTDIR)$(PREFIX)/include/tensen

## clean: remove build/
.PHONY: clean
clean:
	$(Q)rm -rf build

## help: this list
.PHONY: help
help:
	@sed -n 's/^## //p' $(firstword $(MAKEFILE_LIST)) | awk -F': ' '{printf "  %-14s %s\n", $$1, $$2}'

.SECONDARY:
-include $(MPI_OBJ:.o=.d) $(LIB_SRC:%.c=$(BUILD)/%.d) $(SERVER_SRC:%.c=$(BUILD)/%.d) $(ASSIST_SRC:%.c=$(BUILD)/%.d) $(CLI_SRC:%.c=$(BUILD)/%.d) $(TEST_SRC:%.c=$(BUILD)/%.d) $(BUILD)/tests/support.d $(BENCH_SRC:%.c=$(BUILD)/%.d)
