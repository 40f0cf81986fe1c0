#!/bin/sh
# util/embed.sh FILE... - an assembly file that holds the given files, and the
# table that util/models.c walks: { name, bytes, size } ended by a NULL name.
# .incbin costs no compile time, where a C array of a megabyte costs seconds.
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
echo '	.globl models_embedded'
echo '	.hidden models_embedded'
echo 'models_embedded:'
i=0
for f in "$@"; do
	echo "	.quad .Lname$i, .Lbytes$i, .Lend$i - .Lbytes$i"
	i=$((i + 1))
done
echo '	.quad 0, 0, 0'
echo '	.section .note.GNU-stack,"",%progbits'
