#include "data/base/check.h"
#include "kiosk/paper/payload.h"
#include "kiosk/screens/paging.h"
#include "tests/screens/fixtures.h"

/* A city's directory as it really comes: in English only, long names, hours as somebody wrote them,
 * texts of two thousand bytes; and search, my list, guides and channels. The words are our own. */

/* What no translator has seen: the untranslated-words test knows it by these. */
const char *const FIXTURE_CITY[] = {
    "Harborlight", "Bayfront",     "North Shore", "Riverside", "Sunrise",   "Neighbors",
    "Okeeheelee",  "Monday",       "SW 160th",    "Walk in",   "photo ID",  "Creole",
    "family of",   "renters",      "Harbor",      "Remind",    "ClassDojo", "Wakelet",
    "Bloomz",      "Sites",        "@mg3okafor",  "Emergency", "qwzx",      "example.org",
    "TEXT",        "Please bring",
};
const size_t FIXTURE_CITY_COUNT = sizeof FIXTURE_CITY / sizeof FIXTURE_CITY[0];

static Str8 pick(const Maker *maker, const char *english, const char *spanish, const char *arabic) {
    return fixture_pick(maker, english, spanish, arabic);
}

typedef struct {
    const char *key;
    const char *name;
    const char *organization;
    const char *place;
    Need need;
    int open; /* 0 not known, 1 open, 2 tomorrow, 3 as written, 4 written at length */
    bool old;
} City;

static const City CITY[] = {
    {"pantry-north", "Harborlight Food Pantry", "Neighbors Helping Neighbors of North Shore, Inc.",
     "North Shore Branch", NEED_FOOD, 1, false},
    {"groceries", "Emergency Groceries for Families with Children Under Five",
     "Bayfront Community Action and Human Services Department", "Okeeheelee Community Center",
     NEED_FOOD, 3, false},
    {"soup", "Riverside Soup Kitchen", "Riverside Mission", "", NEED_FOOD, 2, true},
    {"rent", "Harbor Rent and Utility Assistance", "Harbor Family Center", "22 Bay Street",
     NEED_HOUSING, 1, false},
    {"sunrise", "Sunrise Center for Independent Living and Supported Employment Services",
     "Sunrise Center", "", NEED_DISABILITY, 4, true},
    {"legal", "Renters’ Rights Hotline, Riverside Legal Aid", "Riverside Legal Aid", "", NEED_LEGAL,
     2, false},
    {"dental", "Bayfront Dental Clinic", "Bayfront Community Health Centers", "Bayfront Clinic",
     NEED_HEALTH, 0, false},
};
enum { CITY_COUNT = sizeof CITY / sizeof CITY[0] };

static OpenState open_of(int sort) {
    if (sort == 1) {
        return (OpenState){.known = true, .open = true, .closes_minute = 1020};
    }
    return (OpenState){.known = sort == 2,
                       .next_days = 1,
                       .next_opens_minute = 540,
                       .next_closes_minute = 1020,
                       .next_weekday = 5};
}

static ServiceView city(const Maker *maker, size_t index) {
    const City *from = &CITY[index % CITY_COUNT];
    bool other = !str8_equal(locale_language(maker->locale), STR8("en"));
    const char *hours = from->open == 3
                            ? "Monday, 9 to 11 or by appointment"
                            : "Monday to Friday from 8:30 in the morning; Walk in until "
                              "noon; evenings on the first Monday of the month";
    return (ServiceView){.id = fixture_id(from->key),
                         .key = index < CITY_COUNT
                                    ? str8_from(from->key)
                                    : str8_format(maker->arena, "%s-%zu", from->key, index),
                         .name = str8_from(from->name),
                         .role = str8_from(from->organization),
                         .place = str8_from(from->place),
                         .need = from->need,
                         .open = open_of(from->open),
                         .hours_text = from->open >= 3 ? str8_from(hours) : STR8(""),
                         .old = from->old,
                         .english_only = other,
                         .hue = (unsigned)index};
}

static ServiceView liaison(const Maker *maker) {
    return (ServiceView){.id = fixture_id("liaison"),
                         .key = STR8("liaison"),
                         .is_person = true,
                         .own = true,
                         .name = STR8("Jean Baptiste"),
                         .initials = STR8("JB"),
                         .role =
                             pick(maker, "Family liaison", "Enlace con las familias", "منسق الأسر"),
                         .place = pick(maker, "Office", "Oficina", "المكتب"),
                         .need = NEED_INTERPRETER,
                         .open = open_of(1),
                         .hue = 1};
}

static ServiceView *services_of(const Maker *maker, size_t count, bool person) {
    ServiceView *items = ARENA_ARRAY(maker->arena, ServiceView, count);
    for (size_t i = 0; i < count; i++) {
        items[i] = person && i == 0 ? liaison(maker) : city(maker, person ? i - 1 : i);
    }
    return items;
}

/* Lists, full to the last place of their page. */

static void make_list_city(const Maker *maker, View *view) {
    fixture_frame(maker, view, SCREEN_LIST, FLOW_HELP);
    size_t count = paging_list_items(maker->look);
    view->list = (ListView){.kind = LIST_NEED,
                            .need = NEED_FOOD,
                            .language_spoken = locale_name(maker->locale),
                            .items = services_of(maker, count, true),
                            .count = count,
                            .total = 212,
                            .pages_count = (212 + count - 1) / count,
                            .filters_live = {true, true, true}};
}

static void make_list_city_filtered(const Maker *maker, View *view) {
    make_list_city(maker, view);
    view->list.items = services_of(maker, view->list.count, false);
    view->list.need = NEED_SPECIAL_EDUCATION;
    view->list.page = 7;
    view->list.filters[FILTER_OPEN_NOW] = true;
    view->list.filters[FILTER_SPEAKS] = true;
}

static void make_list_speaks(const Maker *maker, View *view) {
    make_list_city(maker, view);
    view->list.kind = LIST_SPEAKS;
    view->list.language_spoken = pick(maker, "Español", "Español", "العربية");
    view->list.count = view->list.count < 3 ? view->list.count : 3;
    view->list.total = view->list.count;
    view->list.pages_count = 1;
    view->list.filters_live[FILTER_SPEAKS] = false;
}

static void make_list_none(const Maker *maker, View *view) {
    make_list_city_filtered(maker, view);
    view->list.count = 0;
    view->list.total = 0;
    view->list.page = 0;
    view->list.pages_count = 1;
}

static void make_list_working(const Maker *maker, View *view) {
    make_list_none(maker, view);
    view->list.working = true;
}

/* Search. */

static void search_of(const Maker *maker, View *view) {
    fixture_frame(maker, view, SCREEN_SEARCH, FLOW_HELP);
    view->search = (SearchView){
        .pages_count = 1,
        .filters_live = {true, true, true},
        .desk_phone_shown =
            locale_phone(maker->locale, maker->arena, STR8("US"), STR8("3055550100")),
        .keyboard = {.language = locale_language(maker->locale), .page = KEYBOARD_LETTERS},
    };
}

static ServiceView found(const char *key, Str8 name, Str8 role, Need need, int open) {
    return (ServiceView){.id = fixture_id(key),
                         .key = str8_from(key),
                         .own = true,
                         .name = name,
                         .role = role,
                         .need = need,
                         .open = open_of(open),
                         .hue = 1};
}

static void mark(ServiceView *service, const char *word) {
    size_t at = str8_find(service->name, str8_from(word));
    if (at < service->name.len) {
        service->marks[service->marks_count++] =
            (TextMark){(uint16_t)at, (uint16_t)str8_from(word).len};
    }
}

static void make_search(const Maker *maker, View *view) {
    search_of(maker, view);
    SearchView *search = &view->search;
    search->text = pick(maker, "rent he", "ayuda ren", "ايجار");
    search->caret = search->text.len;
    ServiceView *items = ARENA_ARRAY(maker->arena, ServiceView, 4);
    items[0] = liaison(maker);
    items[1] = found(
        "rent-help",
        pick(maker, "Rent help fund", "Fondo de ayuda con la renta", "صندوق المساعدة في الإيجار"),
        pick(maker, "Family Center", "Centro Familiar", "مركز الأسرة"), NEED_HOUSING, 1);
    items[2] = found("renters-line",
                     pick(maker, "Renters’ rights line", "Línea de derechos de inquilinos",
                          "خط حقوق المستأجرين"),
                     pick(maker, "By phone", "Por teléfono", "بالهاتف"), NEED_LEGAL, 2);
    items[3] = found("light-bill",
                     pick(maker, "Help with the light bill", "Ayuda con el recibo de la luz",
                          "مساعدة في فاتورة الكهرباء"),
                     pick(maker, "City Hall, desk 3", "Alcaldía, ventanilla 3", "البلدية، شباك 3"),
                     NEED_WORK, 1);
    for (size_t i = 1; i < 4; i++) {
        mark(&items[i], "Rent he");
        mark(&items[i], i == 2 ? "Rent" : "Rénter");
        mark(&items[i], i == 3 ? "He" : "ayuda");
        mark(&items[i], i == 1 ? "إيجار" : "Ayuda");
    }
    search->items = items;
    search->count = paging_search_items(maker->look);
    search->total = search->count;
    search->words[0] = pick(maker, "rent help", "ayuda con la renta", "إيجار البيت");
    search->words[1] = pick(maker, "rent assistance", "ayuda", "مساعدة الإيجار");
    search->words[2] = pick(maker, "health", "renta", "إيجارات");
    search->words_count = 3;
    search->filters[FILTER_FREE] = true;
}

static void make_search_city(const Maker *maker, View *view) {
    make_search(maker, view);
    view->search.items = services_of(maker, view->search.count, false);
    view->search.total = 61;
    view->search.pages_count = (61 + view->search.count - 1) / view->search.count;
    view->search.page = 2;
    view->search.words_count = 1;
}

static void make_search_empty(const Maker *maker, View *view) {
    search_of(maker, view);
    view->search.needs[0] = NEED_TALK;
    view->search.needs[1] = NEED_FOOD;
    view->search.needs[2] = NEED_SPECIAL_EDUCATION;
    view->search.needs_count = 3;
}

static void make_search_none(const Maker *maker, View *view) {
    make_search_empty(maker, view);
    ServiceView *person = ARENA_ARRAY(maker->arena, ServiceView, 1);
    *person = liaison(maker);
    view->search.person = person;
    view->search.text = pick(maker, "qwzx", "qwzx", "ضصثق");
}

static void make_search_long(const Maker *maker, View *view) {
    make_search_city(maker, view);
    view->search.text =
        pick(maker, "somebody who can help us with the rent and the light bill in May",
             "alguien que nos pueda ayudar con la renta y la luz en mayo",
             "شخص يستطيع أن يساعدنا في دفع الإيجار وفاتورة الكهرباء");
    view->search.items = services_of(maker, 1, true);
    view->search.count = 1;
    view->search.total = 1;
    view->search.pages_count = 1;
    view->search.page = 0;
    view->search.needs[0] = NEED_HOUSING;
    view->search.needs_count = 1;
    view->search.keyboard.page = KEYBOARD_NUMBERS;
}

/* A card of the city: everything that a directory can say. */

#define CITY_TEXT                                                                                  \
    "Harborlight runs a food pantry where families choose what they take home, as in a shop. "     \
    "There are fresh vegetables, rice, beans, milk, eggs, diapers and baby formula. Volunteers "   \
    "carry bags to the car or to the bus stop. "
#define CITY_TEXT_LONG                                                                             \
    CITY_TEXT                                                                                      \
    "On the first Monday of the month a nurse checks blood pressure, and a worker of the city "    \
    "helps with forms for food benefits, Medicaid and the light bill. Children can do their "      \
    "homework in the back room. The pantry is run by neighbors; nobody is asked about papers.\n"   \
    "Monday: Okeeheelee Community Center, 9 to 11 in the morning\n"                                \
    "Monday: Riverside Mission, 2 to 4 in the afternoon, second floor, ring twice\n"               \
    "Families who cannot come may send somebody with a letter. Deliveries are made to older "      \
    "people and to people with a disability who live between 5th Street and the canal. "           \
    "A family of four takes home about forty pounds of food. The list of what is there this "      \
    "week is at https://pantry.harborlight-neighbors-helping-neighbors.example.org/this-week. "

static CodeView web_code(const Maker *maker) {
    return fixture_code(maker, STR8("https://pantry.example.org/this-week"));
}

static void make_card_city(const Maker *maker, View *view) {
    static const Hours HOURS[] = {{1, 540, 660}, {3, 540, 660}, {5, 840, 1020}};
    fixture_frame(maker, view, SCREEN_CARD, FLOW_HELP);
    Str8 names[] = {STR8("English"), STR8("Español"), STR8("Kreyòl Ayisyen"), STR8("العربية")};
    view->card = (CardView){
        .service = city(maker, 0),
        .summary = STR8(CITY_TEXT_LONG CITY_TEXT CITY_TEXT_LONG),
        .hours = HOURS,
        .hours_count = 3,
        .hours_text = STR8("Monday and Wednesday; Friday for families who work"),
        .languages = locale_list(maker->locale, maker->arena, names, 4),
        .interpreter = STR8("Creole interpreter on Monday; others by phone"),
        .cost = STR8("Free for renters"),
        .eligibility = STR8("A family of any size that lives in Miami-Dade County"),
        .ineligibility = STR8("Riverside has its own pantry"),
        .documents = STR8("photo ID of one grown-up, if there is one, and bags"),
        .apply = STR8("Walk in. To have food brought home call the day before, in the morning."),
        .wait = STR8("About 20 minutes on a Monday"),
        .alert = STR8("Closed on Monday, October 20: the Okeeheelee bridge is repaired."),
        .address = STR8("11347 SW 160th Street, Miami, FL 33157"),
        .phone_shown = locale_phone(maker->locale, maker->arena, STR8("US"), STR8("3055550177")),
        .web_host = STR8("pantry.harborlight-neighbors.example.org"),
        .assured_utc_ms = fixture_time(9, 0) - (int64_t)40 * DAY_MS,
        .has = {true, true, true, true, true, true},
        .kind = CODE_WEB,
        .code = web_code(maker),
    };
}

static void make_card_city_two(const Maker *maker, View *view) {
    make_card_city(maker, view);
    view->card.page = 2;
    view->card.service.mine = true;
    view->card.kind = CODE_CONTACT;
    view->card.code_shortened = true;
}

static void make_card_city_last(const Maker *maker, View *view) {
    make_card_city(maker, view);
    view->card.page = 99;
    view->card.kind = CODE_MAP;
}

static void make_card_city_take(const Maker *maker, View *view) {
    make_card_city(maker, view);
    view->card.page = 1;
}

/* Next to nothing is known, and nobody has looked since last year. */
static void make_card_bare(const Maker *maker, View *view) {
    fixture_frame(maker, view, SCREEN_CARD, FLOW_HELP);
    view->card = (CardView){
        .service = city(maker, 4),
        .hours_text = STR8("Monday to Friday from 8:30 in the morning; Walk in until noon"),
        .phone_shown = STR8("(305) 555-0188, 57471"),
        .assured_utc_ms = fixture_time(9, 0) - (int64_t)400 * DAY_MS,
        .has = {[CODE_CALL] = true},
        .kind = CODE_CALL,
        .code = fixture_code(maker, STR8("tel:+13055550188,57471")),
    };
}

/* My list. */

static void make_mine(const Maker *maker, View *view) {
    fixture_frame(maker, view, SCREEN_MINE, FLOW_HELP);
    size_t count = paging_mine_items(maker->look);
    view->mine = (MineView){
        .items = services_of(maker, count, true),
        .count = count,
        .total = 9,
        .pages_count = (9 + count - 1) / count,
        .code = fixture_code(maker, STR8("Jean Baptiste (305) 555-0142; Harborlight Food Pantry "
                                         "(305) 555-0177; Riverside Soup Kitchen (305) 555-0163")),
        .code_shortened = true,
    };
}

static void make_mine_two(const Maker *maker, View *view) {
    make_mine(maker, view);
    view->mine.count = 2;
    view->mine.total = 2;
    view->mine.pages_count = 1;
    view->mine.code_shortened = false;
}

static void make_mine_empty(const Maker *maker, View *view) {
    fixture_frame(maker, view, SCREEN_MINE, FLOW_HELP);
    view->mine.pages_count = 1;
}

/* Guides and channels. */

static const char *const GUIDE_TITLES[][3] = {
    {"How an IEP meeting works", "Cómo es una reunión del IEP", "كيف يجري اجتماع الخطة الفردية"},
    {"Reading a report card", "Cómo leer la boleta", "كيف تقرأ بطاقة العلامات"},
    {"How to reach a teacher", "Cómo hablar con un maestro", "كيف تصل إلى المعلم"},
    {"How conferences go", "Cómo son las conferencias", "كيف تجري لقاءات المعلمين"},
    {"When your child is sick or you will be late in the morning",
     "Cuando su hijo está enfermo o llegará tarde por la mañana",
     "عندما يمرض طفلك أو يتأخر في الصباح"},
    {"Free lunch and breakfast", "Almuerzo y desayuno gratis", "غداء وفطور مجاني"},
    {"Getting an interpreter", "Pedir un intérprete", "طلب مترجم"},
};
enum { GUIDES_SHOWN = sizeof GUIDE_TITLES / sizeof GUIDE_TITLES[0] };

static void make_guides(const Maker *maker, View *view) {
    fixture_frame(maker, view, SCREEN_GUIDES, FLOW_HELP);
    GuideItemView *items = ARENA_ARRAY(maker->arena, GuideItemView, GUIDES_SHOWN);
    for (size_t i = 0; i < GUIDES_SHOWN; i++) {
        const char *const *title = GUIDE_TITLES[i];
        items[i] = (GuideItemView){
            .key = str8_format(maker->arena, "guide-%zu", i),
            .title = pick(maker, title[0], title[1], title[2]),
            .summary = pick(maker, "What happens, who is there, and what you can ask for.",
                            "Qué pasa, quién está y qué puede pedir usted.",
                            "ماذا يحدث، ومن يكون هناك، وماذا يمكنك أن تطلب."),
        };
    }
    view->guides = (GuidesView){.items = items, .count = GUIDES_SHOWN};
}

static void make_guides_last(const Maker *maker, View *view) {
    make_guides(maker, view);
    view->guides.page = 99;
}

static void make_guide(const Maker *maker, View *view) {
    make_guides(maker, view);
    GuideItemView item = view->guides.items[0];
    fixture_frame(maker, view, SCREEN_GUIDE, FLOW_HELP);
    Str8 *steps = ARENA_ARRAY(maker->arena, Str8, 5);
    steps[0] = pick(maker, "We agree on a day with you. You may bring anyone you trust.",
                    "Elegimos un día con usted. Puede traer a quien quiera.",
                    "نتفق معك على يوم. يمكنك إحضار من تثق به.");
    steps[1] = pick(maker, "Teachers say what your child does well and what is hard.",
                    "Los maestros dicen qué hace bien su hijo y qué le cuesta.",
                    "يقول المعلمون ما يجيده طفلك وما يصعب عليه.");
    steps[2] = pick(maker, "You say how it is at home. You know your child best.",
                    "Usted cuenta cómo es en casa. Nadie lo conoce mejor.",
                    "تقول كيف هو في البيت. أنت تعرف طفلك أكثر.");
    steps[3] = pick(maker, "Together we write goals for one year and the help to get there.",
                    "Juntos escribimos metas para un año y la ayuda para lograrlas.",
                    "نكتب معاً أهدافاً لسنة والمساعدة للوصول إليها.");
    steps[4] = pick(maker, "You get it on paper. You may say yes, no, or not yet.",
                    "Se lo damos por escrito. Puede decir sí, no, o todavía no.",
                    "تأخذه مكتوباً. يمكنك أن تقول نعم أو لا أو ليس بعد.");
    Str8 *questions = ARENA_ARRAY(maker->arena, Str8, 4);
    questions[0] = pick(maker, "How will I know that it works?", "¿Cómo sabré que funciona?",
                        "كيف أعرف أن الأمر ينجح؟");
    questions[1] = pick(maker, "Who do I call with a question?", "¿A quién llamo con preguntas?",
                        "بمن أتصل إن كان لدي سؤال؟");
    questions[2] = pick(maker, "Can I have this in my language?", "¿Me lo dan en mi idioma?",
                        "هل أحصل على هذا بلغتي؟");
    questions[3] = pick(maker, "What can we do at home?", "¿Qué podemos hacer en casa?",
                        "ماذا نفعل في البيت؟");
    ServiceView *person = ARENA_ARRAY(maker->arena, ServiceView, 1);
    *person = liaison(maker);
    view->guide = (GuideView){
        .guide = item,
        .steps = steps,
        .steps_count = 5,
        .questions = questions,
        .questions_count = 4,
        .person = person,
        .assured_utc_ms = fixture_time(9, 0) - (int64_t)30 * DAY_MS,
        .code = fixture_code(maker, STR8("IEP meeting: bring anyone. Ask for an interpreter. You "
                                         "may say yes, no, or not yet. Office (305) 555-0100")),
    };
}

static void make_guide_last(const Maker *maker, View *view) {
    make_guide(maker, view);
    view->guide.page = 99;
    view->guide.old = true;
    view->guide.guide.english_only = true;
    view->guide.code = web_code(maker);
}

static void make_guide_desk(const Maker *maker, View *view) {
    make_guide(maker, view);
    view->guide.person = NULL;
    view->guide.questions_count = 1;
    view->guide.steps_count = 2;
    view->guide.guide.english_only = true;
}

static const struct {
    const char *key;
    ChannelKind kind;
    const char *name;
    const char *purpose[3];
} CHANNELS[] = {
    {"classdojo",
     CHANNEL_CLASS_STORY,
     "ClassDojo",
     {"Photos and stories from class", "Fotos e historias de la clase", "صور وقصص من الصف"}},
    {"remind",
     CHANNEL_TEXTS,
     "Remind",
     {"Short messages to your phone", "Mensajes cortos a su teléfono", "رسائل قصيرة إلى هاتفك"}},
    {"bloomz",
     CHANNEL_POSTS,
     "Bloomz",
     {"News of the whole school", "Noticias de toda la escuela", "أخبار المدرسة كلها"}},
    {"sites",
     CHANNEL_SITE,
     "Google Sites, room 12",
     {"Homework and the week’s plan", "Tareas y el plan de la semana", "الواجبات وخطة الأسبوع"}},
    {"wakelet",
     CHANNEL_COLLECTION,
     "Wakelet",
     {"Links to read and play at home", "Enlaces para leer y jugar en casa",
      "روابط للقراءة واللعب في البيت"}},
    {"grades",
     CHANNEL_GRADES,
     "Sites: grade book",
     {"Grades and days missed", "Notas y ausencias", "العلامات والغياب"}},
    {"newsletter",
     CHANNEL_NEWSLETTER,
     "Neighbors’ letter",
     {"Every Friday, one page", "Cada viernes, una página", "كل جمعة، صفحة واحدة"}},
};
enum { CHANNELS_SHOWN = sizeof CHANNELS / sizeof CHANNELS[0] };

static void make_channels(const Maker *maker, View *view) {
    fixture_frame(maker, view, SCREEN_CHANNELS, FLOW_HELP);
    ChannelItemView *items = ARENA_ARRAY(maker->arena, ChannelItemView, CHANNELS_SHOWN);
    for (size_t i = 0; i < CHANNELS_SHOWN; i++) {
        const char *const *purpose = CHANNELS[i].purpose;
        items[i] = (ChannelItemView){.key = str8_from(CHANNELS[i].key),
                                     .kind = CHANNELS[i].kind,
                                     .name = str8_from(CHANNELS[i].name),
                                     .purpose = pick(maker, purpose[0], purpose[1], purpose[2])};
    }
    view->channels = (ChannelsView){.items = items, .count = CHANNELS_SHOWN};
}

static void make_channels_empty(const Maker *maker, View *view) {
    fixture_frame(maker, view, SCREEN_CHANNELS, FLOW_HELP);
}

static void make_channel(const Maker *maker, View *view) {
    make_channels(maker, view);
    ChannelItemView item = view->channels.items[1];
    fixture_frame(maker, view, SCREEN_CHANNEL, FLOW_HELP);
    view->channel = (ChannelView){
        .channel = item,
        .join_code = STR8("@mg3okafor"),
        .sms_number = STR8("81010"),
        .sms_body = STR8("@mg3okafor"),
        .web_host = STR8("remind.example.org"),
        .email = STR8("room12@maplegrove.example.org"),
        .has = {[CODE_WEB] = true, [CODE_TEXT] = true, [CODE_CONTACT] = true},
        .kind = CODE_TEXT,
        .code = fixture_code(maker, STR8("SMSTO:81010:@mg3okafor")),
    };
}

static void make_channel_web(const Maker *maker, View *view) {
    make_channel(maker, view);
    view->channel.channel.kind = CHANNEL_SITE;
    view->channel.join_code = STR8("");
    view->channel.sms_number = STR8("");
    view->channel.email = STR8("");
    view->channel.has[CODE_TEXT] = false;
    view->channel.has[CODE_CONTACT] = false;
    view->channel.kind = CODE_WEB;
    view->channel.code = web_code(maker);
}

static void make_channel_wifi(const Maker *maker, View *view) {
    make_channel_web(maker, view);
    view->channel.channel.kind = CHANNEL_WIFI;
    view->channel.channel.name =
        pick(maker, "Wi-Fi for guests", "Wi-Fi para visitas", "واي فاي للضيوف");
    view->channel.channel.purpose =
        pick(maker, "Free inside the school", "Gratis dentro de la escuela", "مجاناً داخل المدرسة");
    view->channel.web_host = STR8("");
    view->channel.network = STR8("MapleGrove-Guests");
    view->channel.join_code = STR8("maples2025");
    view->channel.has[CODE_WEB] = false;
    view->channel.has[CODE_WIFI] = true;
    view->channel.kind = CODE_WIFI;
    view->channel.code = fixture_code(maker, STR8("WIFI:T:WPA;S:MapleGrove-Guests;P:maples2025;;"));
}

const Fixture FIXTURES_C[] = {
    {"mine", make_mine},
    {"mine-two", make_mine_two},
    {"mine-empty", make_mine_empty},
    {"guides", make_guides},
    {"guides-last", make_guides_last},
    {"guide", make_guide},
    {"guide-last", make_guide_last},
    {"guide-desk", make_guide_desk},
    {"channels", make_channels},
    {"channels-empty", make_channels_empty},
    {"channel", make_channel},
    {"channel-web", make_channel_web},
    {"channel-wifi", make_channel_wifi},
    {"card-city", make_card_city},
    {"card-city-two", make_card_city_two},
    {"card-city-last", make_card_city_last},
    {"card-city-take", make_card_city_take},
    {"card-bare", make_card_bare},
    {"list-city", make_list_city},
    {"list-city-filtered", make_list_city_filtered},
    {"list-speaks", make_list_speaks},
    {"list-none", make_list_none},
    {"list-working", make_list_working},
    {"search", make_search},
    {"search-city", make_search_city},
    {"search-empty", make_search_empty},
    {"search-none", make_search_none},
    {"search-long", make_search_long},
};
const size_t FIXTURES_C_COUNT = sizeof FIXTURES_C / sizeof FIXTURES_C[0];
