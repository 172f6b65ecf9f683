# SPDX-License-Identifier: MIT
# Completion of the alk command for fish.
set -l commands plugins ping sql run ddl help
complete -c alk -f
complete -c alk -n "not __fish_seen_subcommand_from $commands" -a plugins -d 'which databases can be reached'
complete -c alk -n "not __fish_seen_subcommand_from $commands" -a ping -d 'whether a database answers'
complete -c alk -n "not __fish_seen_subcommand_from $commands" -a sql -d 'run SQL, or open a shell'
complete -c alk -n "not __fish_seen_subcommand_from $commands" -a run -d 'run a file of SQL'
complete -c alk -n "not __fish_seen_subcommand_from $commands" -a help -d 'say how to use a command'
complete -c alk -n "not __fish_seen_subcommand_from $commands" -l version -d 'print the version'
complete -c alk -l help -d 'say how to use it'
complete -c alk -n '__fish_seen_subcommand_from help' -a 'plugins ping sql run ddl'
complete -c alk -n '__fish_seen_subcommand_from plugins sql run' -l format -x -a 'aligned csv json vertical' -d 'how rows are printed'
complete -c alk -n '__fish_seen_subcommand_from sql run' -l null -x -d 'show NULL as this text'
complete -c alk -n '__fish_seen_subcommand_from sql run' -l no-transaction -d 'each statement by itself'
complete -c alk -n '__fish_seen_subcommand_from sql' -l timing -d 'say how long statements took'
complete -c alk -n '__fish_seen_subcommand_from sql' -l rollback -d 'undo everything at the end'
complete -c alk -n '__fish_seen_subcommand_from run' -l continue -d 'go on after an error'
complete -c alk -n '__fish_seen_subcommand_from run' -F
complete -c alk -n '__fish_seen_subcommand_from plugins' -l verify -d 'load each and compare it with its description'
