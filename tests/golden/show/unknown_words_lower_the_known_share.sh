#!/bin/sh
# A text of the corpus's own words is known whole; words that it never had weigh the most.
for text in '振動を抑制する' '振動を抑制するゾルパニウム' 'ゾルパニウム'; do
	tensen show "$DEMO" --text "$text" --format json | sed -n '/"known_share"/p; /"unknown_terms"/p'
done
# A compound that nobody wrote is no word to be told as unknown when its parts are known.
tensen show "$DEMO" --text '粉体湿気が多い' --format json | sed -n '/"unknown_terms"/p; /"unknown_examples"/p'
