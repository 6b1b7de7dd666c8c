# cmake -DOUT=tables.c "-DFILES=a.syn;b.syn" -P embed.cmake: the synonym files as C arrays.
set(arrays "")
set(rows "")
foreach(file ${FILES})
  get_filename_component(language ${file} NAME_WE)
  string(MAKE_C_IDENTIFIER ${language} id)
  string(TOUPPER ${id} id)
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
  string(APPEND arrays "static const char TEXT_${id}[] = {${bytes}'\\0'};\n")
  string(LENGTH ${language} length)
  math(EXPR name_length "${length} + 4")
  string(APPEND rows
    "    {{\"${language}.syn\", ${name_length}}, {\"${language}\", ${length}}, {TEXT_${id}, sizeof TEXT_${id} - 1}},\n")
endforeach()
file(WRITE ${OUT} "/* Made from assets/search by data/search/embed.cmake. */
#include \"data/search/synonyms.h\"

${arrays}
const SynonymFile SYNONYM_FILES[] = {
${rows}};
const size_t SYNONYM_FILES_COUNT = sizeof SYNONYM_FILES / sizeof SYNONYM_FILES[0];
")
