# cmake -DOUT=x.c -DFOLDER=assets/needs "-DNAMES=a.csv b.csv" -P needs_embed.cmake: text files as C arrays.
separate_arguments(names UNIX_COMMAND "${NAMES}")
set(arrays "")
set(rows "")
foreach(name ${names})
  file(READ ${FOLDER}/${name} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
  string(MAKE_C_IDENTIFIER ${name} id)
  string(APPEND arrays "static const char ${id}[] = {\n    ${bytes}'\\0'};\n")
  string(APPEND rows "    {{\"${name}\", sizeof \"${name}\" - 1}, {${id}, sizeof ${id} - 1}},\n")
endforeach()
file(WRITE ${OUT} "/* Made from assets/needs by data/import/needs_embed.cmake. */
#include \"data/import/needs_built_in.h\"

${arrays}
const NeedFile NEEDS_BUILT_IN[] = {
${rows}};
const size_t NEEDS_BUILT_IN_COUNT = sizeof NEEDS_BUILT_IN / sizeof NEEDS_BUILT_IN[0];
")
