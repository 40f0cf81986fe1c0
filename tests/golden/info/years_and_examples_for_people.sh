#!/bin/sh
# The span of dates, and open documents from all over the corpus to begin with.
tensen info "$DEMO" --format json | sed -n '/"first_date"/,/"meta"/p' | sed '$d'
