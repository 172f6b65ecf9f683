# SPDX-License-Identifier: MIT
# Runs PROGRAM in the empty DIRECTORY; what it prints must be what EXPECTED holds.
file(REMOVE_RECURSE ${DIRECTORY})
file(MAKE_DIRECTORY ${DIRECTORY})
execute_process(COMMAND ${PROGRAM} WORKING_DIRECTORY ${DIRECTORY} OUTPUT_VARIABLE output ERROR_VARIABLE errors RESULT_VARIABLE status)
file(READ ${EXPECTED} expected)
if(NOT status EQUAL 0 OR NOT output STREQUAL expected)
    message(FATAL_ERROR "status ${status}\n--- printed\n${output}--- expected\n${expected}--- errors\n${errors}")
endif()
