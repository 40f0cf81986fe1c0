/* tensen/tensen.h - everything: build, open, ask, evaluate. */
#ifndef TENSEN_TENSEN_H
#define TENSEN_TENSEN_H
#include <tensen/bench.h>
#include <tensen/build.h>
#include <tensen/eval.h>
#include <tensen/field.h>
#include <tensen/ideas.h>
#include <tensen/index.h>
#include <tensen/limits.h>
#include <tensen/match.h>
#include <tensen/readings.h>
#include <tensen/report.h>
#include <tensen/result.h>
#include <tensen/scan.h>
#include <tensen/shards.h>
#include <tensen/status.h>
#include <tensen/update.h>
#include <tensen/vectors.h>
#include <tensen/version.h>
#endif
