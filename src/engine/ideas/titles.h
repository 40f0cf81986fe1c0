/* engine/ideas/titles.h - what a title says of the product: pieces of it, borrowed.
 *
 * HEAD  The noun that names the kind of product.  Japanese: the last run of kanji, katakana and
 *       letters of the first thing named, without 装置, 方法 and the like; "樹脂粒の製造方法" has
 * the head 樹脂粒.  A device that is part of something has that as its whole: ベッドの昇降装置 is of
 * a ベッド.  English: the last two words of the first noun phrase, "Method for making a
 * seat" has the head seat. */
#pragma once
#include "util/buf.h"
#include "util/span.h"

typedef struct title_head {
	span text;  /* empty: the title names no kind of product */
	span whole; /* what it is a device or part of; empty: not said */
	int exact;  /* 1: a general word was cut off behind it, so it must be equal, not only end
		      alike */
} title_head;

title_head title_head_of(span title);
/* 1: both are of one kind of product: one ends with the other, or one is a device of the other or of
 * what the other is a device of. */
int title_heads_match(title_head title, title_head one);

/* 1: the title names the product of `head` anywhere: 葉書用紙 names 葉書, "tower of a wind turbine" the
 * wind turbine.  A run of katakana or letters is not looked into, and of English one word is too
 * little. */
int title_names(span title, title_head head);

/* NOUN is the last word of the head, of English alone: of Japanese words the ends are not known.  BARE is
 * the title, if it is nothing but the name of a product in Japanese (葉書, はがき). */
typedef struct title_product {
	span title, noun, bare;
} title_product;

title_product title_product_of(span title);
/* 1: the noun of one stands in the other's title, a "sealed electrical connector" for a "plug for
 * electric connectors", or one is a bare name, which the other one has. */
int title_products_match(title_product title, title_product one);

/* The first thing that a title names: 苗植付け機の操舵装置 of
 * 「苗植付け機の操舵装置、苗植付け機、及び プログラム」. */
span title_thing(span title);

/* The letters of a title that carry meaning, in lower case: titles with one key are nearly the
 * same (樹脂粒および用途, 樹脂粒及びその用途).  Appended to out. */
void title_key(buf *out, span title);
int title_has_key(span title, span key); /* 1: this is what title_key() appends */
