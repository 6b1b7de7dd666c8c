# cmake -DOUT=x.c -DSYMBOL=DEMO_X_INI -DIN=x.ini -P embed.cmake: a text file as a C array.
file(READ ${IN} hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
file(WRITE ${OUT} "/* Made from ${IN} by data/demo/embed.cmake. */
#include \"data/demo/content.h\"

static const char BYTES[] = {
    ${bytes}'\\0'};

const Str8 ${SYMBOL} = {BYTES, sizeof BYTES - 1};
")
