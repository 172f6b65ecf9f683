# SPDX-License-Identifier: MIT
# Completion of the alk command for bash.
_alk()
{
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} options=
    COMPREPLY=()
    if [[ $COMP_CWORD -eq 1 ]]; then
        mapfile -t COMPREPLY < <(compgen -W 'plugins ping sql run ddl help --help --version' -- "$word")
        return
    fi
    if [[ $before == --format ]]; then
        mapfile -t COMPREPLY < <(compgen -W 'aligned csv json vertical' -- "$word")
        return
    fi
    case $command in
    help) mapfile -t COMPREPLY < <(compgen -W 'plugins ping sql run ddl' -- "$word"); return ;;
    plugins) options='--verify --format --help' ;;
    ping) options='--help' ;;
    ddl) options='--dialect --drop --if-exists --help' ;;
    sql) options='--format --null --timing --rollback --no-transaction --help' ;;
    run) options='--no-transaction --continue --format --null --help' ;;
    esac
    if [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
    elif [[ $word == env:* ]]; then
        mapfile -t COMPREPLY < <(compgen -P env: -e -- "${word#env:}")
    elif [[ $command == run ]]; then
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
    fi
}
complete -F _alk alk
