#!/bin/sh
# util/embed.sh TABLE FILE... - an assembly file that holds the given files, and the
# table of that name that util/files/models.c and server/assets.c walk: { name, bytes, size }
# ended by a NULL name.
# .incbin costs no compile time, where a C array of a megabyte costs seconds.
table=$1
shift
echo '	.section .rodata'
i=0
for f in "$@"; do
	echo ".Lname$i:	.asciz \"$(basename "$f")\""
	echo ".Lbytes$i:	.incbin \"$f\""
	echo ".Lend$i:	.byte 0"
	i=$((i + 1))
done
echo '	.section .data.rel.ro,"aw"'
echo '	.balign 8'
echo "	.globl $table"
echo "	.hidden $table"
echo "$table:"
i=0
for f in "$@"; do
	echo "	.quad .Lname$i, .Lbytes$i, .Lend$i - .Lbytes$i"
	i=$((i + 1))
done
echo '	.quad 0, 0, 0'
echo '	.section .note.GNU-stack,"",%progbits'
