# Publications beside the link that shows the present one: read by a POSIX shell on the host, with the folder that
# holds the link as first argument and the link's name as second. rsync.py calls the functions and says what each is for.
set -u
parent=$1 name=$2 beside=.$2.ibid

newest() {
    ls -d "$beside".[0-9]* 2>/dev/null | sed 's/.*\.//' | sort -n | tail -n 1
}

# put A B: rename A to B at once, also where B is a link to a folder; with GNU's mv, BSD's, or neither.
put() {
    mv -T -f "$1" "$2" 2>/dev/null || mv -h -f "$1" "$2" 2>/dev/null ||
        perl -e 'rename($ARGV[0], $ARGV[1]) or die "$!\n"' "$1" "$2"
}

# swap A B: exchange two names at once, where the system can.
swap() {
    mv --exchange -T "$1" "$2" 2>/dev/null || python3 - "$1" "$2" 2>/dev/null <<'END'
import ctypes, os, sys
one, two = map(os.fsencode, sys.argv[1:])
library = ctypes.CDLL(None)
if hasattr(library, "renamex_np"):
    sys.exit(library.renamex_np(one, two, 2) != 0)
sys.exit(library.renameat2(-100, one, -100, two, 2) != 0)
END
}

# state: print what the link's name is, whether something can be put beside it, and the numbers of all publications.
state() {
    [ -d "$parent" ] || { echo missing; return; }
    cd -- "$parent" || return
    if [ -L "$name" ]; then
        to=$(readlink "$name")
        case $to in "$beside".*) echo "ours ${to##*.}" ;; *) echo "link $to" ;; esac
    elif [ -d "$name" ]; then
        if [ -n "$(ls -A "$name")" ]; then echo folder; else echo empty; fi
    elif [ -e "$name" ]; then echo file
    else echo missing
    fi
    if [ -w . ]; then echo writable; else echo unwritable; fi
    ls -d "$beside".[0-9]* 2>/dev/null | sed 's/.*\.//'
}

# hold SECONDS: wait so long for the lock, then mend what a publication that was killed has left, and print `held`.
# The lock is a link whose text is its owner, so that it is never without one; it goes with the shell.
hold() {
    mkdir -p -- "$parent" && cd -- "$parent" || exit 1
    mine=$(uname -n):$$ seconds=0
    until ln -s "$mine" "$beside.lock" 2>/dev/null; do
        theirs=$(readlink "$beside.lock") || { [ -w . ] && continue; echo "$parent cannot be written." >&2; exit 1; }
        if [ "${theirs%:*}" = "${mine%:*}" ] && ! is_alive "${theirs##*:}"; then
            mv "$beside.lock" "$beside.stale-$$" 2>/dev/null || continue
            [ "$(readlink "$beside.stale-$$")" = "$theirs" ] || mv "$beside.stale-$$" "$beside.lock"
            continue
        fi
        if [ "$seconds" -ge "$1" ]; then
            echo "Another publication to $name is under way ($theirs). Publish again when it has ended;" >&2
            echo "if none is running any more, remove $parent/$beside.lock first." >&2
            exit 1
        fi
        seconds=$((seconds + 1))
        sleep 1
    done
    trap 'rm -f "$beside.lock"' EXIT
    trap 'exit 1' HUP INT TERM PIPE
    rm -f "$beside".stale-*
    mend "$(newest)"
    echo held
}

is_alive() {
    kill -0 "$1" 2>/dev/null || ps -p "$1" >/dev/null 2>&1
}

# mend NEWEST: end what a publication was killed in: a link that was not put in place, a folder that had left its place.
mend() {
    if [ -L "$beside.link" ]; then rm -f "$beside.link"
    elif [ -d "$beside.link" ]; then mv "$beside.link" "$beside.$(($1 - 1))"
    fi
    if [ -n "$1" ] && [ ! -e "$name" ] && [ ! -L "$name" ]; then
        ln -s "$beside.$1" "$beside.link" && put "$beside.link" "$name"
    fi
}

# copy FROM TO OPTION PATH ...: copy files from one folder to another, with one more option of rsync or none.
copy() {
    from=$1 to=$2 option=$3
    shift 3
    [ $# -gt 0 ] || return 0
    mkdir -p "./$to" &&
        printf '%s\0' "$@" | rsync -rlpt --from0 --files-from=- ${option:+"$option"} "./$from/" "./$to/"
}

# show STATE NEW FORMER STAGED: give a prepared folder its number and show it; keep the former one and no other.
show() {
    new=$beside.$2 former=$beside.$3
    mv "$4" "$new" && ln -s "$new" "$beside.link" || return 1
    case $1 in
        folder)
            if swap "$beside.link" "$name"; then mv "$beside.link" "$former"
            else mv "$name" "$former" && put "$beside.link" "$name"
            fi ;;
        empty) rmdir "$name" && put "$beside.link" "$name" ;;
        *) put "$beside.link" "$name" ;;
    esac || return 1
    for folder in "$beside".[0-9]* "$beside".next-*; do
        case $folder in "$new" | "$former" | *'*') ;; *) rm -rf "./$folder" ;; esac
    done
}
