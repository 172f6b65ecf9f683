#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs a test program that is broken on purpose: it must fail, and say why.   selfcheck.sh "expected text" program [argument…]
expected=$1
shift
output=$("$@" 2>&1)
result=$?
printf '%s\n' "$output"
if [ $result -eq 0 ]; then
    echo "selfcheck: this should have failed"
    exit 1
fi
case $output in
*"$expected"*) exit 0 ;;
esac
echo "selfcheck: failed as it should, but without a word of \"$expected\""
exit 1
