# trace-events -> trace.h. Two events print something: the checkpoint itself,
# and the end of the main load loop (a moment the tests want to see).
BEGIN {
    print "#ifndef FIXTURE_TRACE_H"
    print "#define FIXTURE_TRACE_H"
    print "#include \"fixture.h\""
    print "#pragma GCC diagnostic push"
    print "#pragma GCC diagnostic ignored \"-Wunused-parameter\""
}
/^[ \t]*(#|$)/ { next }
{
    line = $0
    sub(/^disable[ \t]+/, "", line)
    if (!match(line, /^[A-Za-z_][A-Za-z0-9_]*\(/)) {
        print "trace-events: cannot read: " $0 > "/dev/stderr"
        bad = 1
        next
    }
    name = substr(line, 1, RLENGTH - 1)
    rest = substr(line, RLENGTH + 1)
    args = substr(rest, 1, index(rest, ")") - 1)
    if (args == "") args = "void"
    body = ""
    if (name == "vmstate_downtime_checkpoint") {
        arg = args
        sub(/^.*[ *]/, "", arg)
        body = " fixture_print(\"checkpoint %s\\n\", " arg "); "
    } else if (name == "qemu_loadvm_state_post_main") {
        body = " fixture_mark(\"loadvm\"); "
    }
    print "static inline __attribute__((unused)) void trace_" name "(" args ") {" body "}"
}
END {
    print "#pragma GCC diagnostic pop"
    print "#endif"
    if (bad) exit 1
}
