#include "data/base/check.h"
#include "kiosk/paper/code.h"
#include "kiosk/paper/payload.h"
#include "kiosk/screens/paging.h"
#include "tests/screens/fixtures.h"

/* Help, cards, names, count and the panels. Content is the demo school's kind, written here. */

static const bool NEEDS_ALL[NEED_COUNT] = {true, true, true, true, true, true, true,
                                           true, true, true, true, true, true, true,
                                           true, true, true, true, true};

static const Hours SCHOOL_HOURS[] = {
    {1, 480, 930}, {2, 480, 930}, {3, 480, 930}, {4, 480, 930}, {5, 480, 930},
};

static Str8 pick(const Maker *maker, const char *english, const char *spanish, const char *arabic) {
    return fixture_pick(maker, english, spanish, arabic);
}

static OpenState open_until(int minute) {
    return (OpenState){.known = true, .open = true, .closes_minute = minute};
}

static OpenState opens_tomorrow(int minute) {
    return (OpenState){
        .known = true, .next_days = 1, .next_opens_minute = minute, .next_weekday = 5};
}

static ServiceView counselor(const Maker *maker) {
    return (ServiceView){
        .id = fixture_id("counselor"),
        .key = STR8("counselor"),
        .is_person = true,
        .name = STR8("Daniela Reyes"),
        .initials = STR8("DR"),
        .role = pick(maker, "School counselor", "Consejera escolar", "مرشدة المدرسة"),
        .place = pick(maker, "Room 108, front hall", "Aula 108, pasillo principal",
                      "غرفة 108، الممر الأمامي"),
        .need = NEED_TALK,
        .open = open_until(930),
        .hue = 0,
    };
}

static ServiceView liaison(const Maker *maker) {
    return (ServiceView){
        .id = fixture_id("liaison"),
        .key = STR8("liaison"),
        .is_person = true,
        .name = STR8("Jean Baptiste"),
        .initials = STR8("JB"),
        .role = pick(maker, "Family liaison", "Enlace con las familias", "منسق الأسر"),
        .place = pick(maker, "Office", "Oficina", "المكتب"),
        .need = NEED_INTERPRETER,
        .open = open_until(960),
        .hue = 1,
    };
}

static ServiceView social_worker(const Maker *maker) {
    return (ServiceView){
        .id = fixture_id("social-worker"),
        .key = STR8("social-worker"),
        .is_person = true,
        .name = STR8("Priya Nair"),
        .initials = STR8("PN"),
        .role = pick(maker, "Social worker", "Trabajadora social", "أخصائية اجتماعية"),
        .place = pick(maker, "Room 110", "Aula 110", "غرفة 110"),
        .need = NEED_HOUSING,
        .open = opens_tomorrow(480),
        .hue = 2,
    };
}

static ServiceView service(const Maker *maker, size_t index) {
    static const struct {
        const char *key;
        const char *name[3];
        const char *role[3];
        const char *place[3];
        Need need;
    } SERVICES[] = {
        {"food-shelf",
         {"Food shelf", "Despensa de alimentos", "رف الطعام"},
         {"Harbor Family Center", "Centro Familiar Harbor", "مركز هاربر للأسرة"},
         {"22 Bay Street", "Calle Bay 22", "شارع باي 22"},
         NEED_FOOD},
        {"clothes-closet",
         {"Clothes closet: coats, shoes, uniforms", "Ropero: abrigos, zapatos y uniformes",
          "خزانة الملابس: معاطف وأحذية وزي مدرسي"},
         {"Parents of Maple Grove", "Familias de Maple Grove", "أهالي مابل غروف"},
         {"Room 4", "Aula 4", "غرفة 4"},
         NEED_FOOD},
        {"rent-help",
         {"Rent help fund", "Fondo de ayuda con la renta", "صندوق المساعدة في الإيجار"},
         {"Harbor Family Center", "Centro Familiar Harbor", "مركز هاربر للأسرة"},
         {"22 Bay Street", "Calle Bay 22", "شارع باي 22"},
         NEED_HOUSING},
        {"renters-line",
         {"Renters’ rights line", "Línea de derechos de inquilinos", "خط حقوق المستأجرين"},
         {"By phone", "Por teléfono", "بالهاتف"},
         {"", "", ""},
         NEED_LEGAL},
    };
    size_t i = index % (sizeof SERVICES / sizeof SERVICES[0]);
    return (ServiceView){
        .id = fixture_id(SERVICES[i].key),
        .key = index < 4 ? str8_from(SERVICES[i].key)
                         : str8_format(maker->arena, "%s-%zu", SERVICES[i].key, index),
        .name = pick(maker, SERVICES[i].name[0], SERVICES[i].name[1], SERVICES[i].name[2]),
        .role = pick(maker, SERVICES[i].role[0], SERVICES[i].role[1], SERVICES[i].role[2]),
        .place = pick(maker, SERVICES[i].place[0], SERVICES[i].place[1], SERVICES[i].place[2]),
        .need = SERVICES[i].need,
        .open = index % 2 == 0 ? open_until(1020) : opens_tomorrow(540),
        .hue = (unsigned)index,
    };
}

static void people_of(const Maker *maker, ServiceView people[3]) {
    people[0] = counselor(maker);
    people[1] = liaison(maker);
    people[2] = social_worker(maker);
}

static void make_help(const Maker *maker, View *view) {
    fixture_frame(maker, view, SCREEN_HELP, FLOW_HELP);
    ServiceView *people = ARENA_ARRAY(maker->arena, ServiceView, 3);
    people_of(maker, people);
    view->help = (HelpView){.people = people,
                            .people_count = 3,
                            .needs_live = NEEDS_ALL,
                            .guides_live = true,
                            .channels_live = true,
                            .search_live = true,
                            .language_spoken = locale_name(maker->locale),
                            .speaks_live = locale_language(maker->locale).ptr[0] != 'e' ||
                                           locale_language(maker->locale).ptr[1] != 'n'};
}

static void make_help_more(const Maker *maker, View *view) {
    make_help(maker, view);
    view->help.page = 1;
}

static void make_help_mine(const Maker *maker, View *view) {
    make_help(maker, view);
    view->help.mine_count = 3;
}

/* A small school alone: everything on one page. */
static void make_help_small(const Maker *maker, View *view) {
    static const bool SOME[NEED_COUNT] = {true, true, true, true, true,
                                          true, true, true, true, true};
    make_help(maker, view);
    view->help.needs_live = SOME;
    view->help.guides_live = false;
    view->help.channels_live = false;
    view->help.speaks_live = false;
}

/* A school that has named nobody yet. */
static void make_help_empty(const Maker *maker, View *view) {
    static const bool NONE[NEED_COUNT];
    fixture_frame(maker, view, SCREEN_HELP, FLOW_HELP);
    view->frame.school_name = (Str8){NULL, 0};
    view->help = (HelpView){.needs_live = NONE};
}

static void list_of(const Maker *maker, View *view, size_t page) {
    enum { ALL = 9 };
    fixture_frame(maker, view, SCREEN_LIST, FLOW_HELP);
    ServiceView *items = ARENA_ARRAY(maker->arena, ServiceView, ALL);
    people_of(maker, items);
    for (size_t i = 3; i < ALL; i++) {
        items[i] = service(maker, i - 3);
    }
    size_t per_page = paging_list_items(maker->look);
    size_t pages = (ALL + per_page - 1) / per_page;
    size_t first = page < pages ? page * per_page : (pages - 1) * per_page;
    size_t left = ALL - first;
    view->list = (ListView){.need = NEED_FOOD,
                            .items = items + first,
                            .count = left < per_page ? left : per_page,
                            .total = ALL,
                            .page = first / per_page,
                            .pages_count = pages};
}

static void make_list(const Maker *maker, View *view) {
    list_of(maker, view, 0);
}

static void make_list_last(const Maker *maker, View *view) {
    list_of(maker, view, 99);
}

static void make_list_people(const Maker *maker, View *view) {
    list_of(maker, view, 0);
    view->list.kind = LIST_PEOPLE;
    view->list.count = view->list.count < 3 ? view->list.count : 3;
    view->list.total = view->list.count;
    view->list.pages_count = 1;
}

static void make_list_empty(const Maker *maker, View *view) {
    list_of(maker, view, 0);
    view->list.count = 0;
    view->list.total = 0;
    view->list.pages_count = 1;
}

/* A code that a phone reads: the tests read it back from the picture. */
static CodeView code_of(const Maker *maker, const CardView *card) {
    Contact contact = {.name = card->service.name,
                       .role = card->service.role,
                       .organization = STR8("Maple Grove School"),
                       .phone = STR8("+13055550142"),
                       .place = card->service.place};
    Str8 payload = {0};
    Code code = {0};
    ErrCode result =
        payload_contact(maker->arena, &contact, CODE_SCREEN_BYTES_MAX, &payload, NULL, NULL);
    FOYER_ASSERT(result == ERR_OK);
    result = code_make(maker->arena, payload, CODE_SCREEN_VERSION_MAX, &code, NULL);
    FOYER_ASSERT(result == ERR_OK);
    return (CodeView){.modules = code.modules, .side = code.side, .payload = payload};
}

static void card_of(const Maker *maker, View *view, ServiceView shown) {
    fixture_frame(maker, view, SCREEN_CARD, FLOW_HELP);
    Str8 *helps = ARENA_ARRAY(maker->arena, Str8, 4);
    helps[0] = pick(maker, "Worry, sadness, anger", "Preocupación, tristeza, enojo",
                    "القلق والحزن والغضب");
    helps[1] = pick(maker, "Trouble with friends", "Problemas con amigos", "مشاكل مع الأصدقاء");
    helps[2] = pick(maker, "Changes at home", "Cambios en casa", "تغييرات في المنزل");
    helps[3] = pick(maker, "Support groups", "Grupos de apoyo", "مجموعات الدعم");
    Str8 names[] = {STR8("English"), STR8("Español")};
    view->card = (CardView){
        .service = shown,
        .helps = helps,
        .helps_count = 4,
        .hours = SCHOOL_HOURS,
        .hours_count = 5,
        .languages = locale_list(maker->locale, maker->arena, names, 2),
        .cost = pick(maker, "Free", "Gratis", "مجاني"),
        .phone_shown = locale_phone(maker->locale, maker->arena, STR8("US"), STR8("3055550142")),
        .assured_utc_ms = fixture_time(9, 0) - (int64_t)18 * DAY_MS,
        .has = {true, true, true, true},
        .kind = CODE_CONTACT,
    };
    view->card.code = code_of(maker, &view->card);
}

static void make_card(const Maker *maker, View *view) {
    card_of(maker, view, counselor(maker));
}

static void make_card_hours(const Maker *maker, View *view) {
    static const Hours HOURS[] = {
        {1, 480, 930}, {2, 480, 930}, {3, 480, 930}, {4, 600, 1080}, {5, 480, 720}, {6, 540, 660},
    };
    make_card(maker, view);
    view->card.hours = HOURS;
    view->card.hours_count = 6;
    view->card.kind = CODE_CALL;
}

/* A wing of the school, drawn for the tests: rooms 101 to 110 along a hall. */
static const char PLAN_SVG[] =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1000 500\">"
    "<rect x=\"10\" y=\"10\" width=\"980\" height=\"480\" fill=\"#ffffff\" stroke=\"#4e586b\" "
    "stroke-width=\"6\"/>"
    "<rect id=\"101\" x=\"10\" y=\"10\" width=\"200\" height=\"180\" fill=\"#eee6d7\" "
    "stroke=\"#4e586b\" stroke-width=\"4\"/>"
    "<rect id=\"102\" x=\"210\" y=\"10\" width=\"200\" height=\"180\" fill=\"#eee6d7\" "
    "stroke=\"#4e586b\" stroke-width=\"4\"/>"
    "<rect id=\"108\" x=\"610\" y=\"10\" width=\"180\" height=\"180\" fill=\"#eee6d7\" "
    "stroke=\"#4e586b\" stroke-width=\"4\"/>"
    "<rect id=\"110\" x=\"790\" y=\"310\" width=\"200\" height=\"180\" fill=\"#eee6d7\" "
    "stroke=\"#4e586b\" stroke-width=\"4\"/>"
    "<rect id=\"foyer\" x=\"40\" y=\"320\" width=\"120\" height=\"120\" fill=\"none\"/>"
    "</svg>";

static void plan_of(const Maker *maker, View *view) {
    Plan *plan = ARENA_NEW(maker->arena, Plan);
    ErrCode result = plan_parse(maker->arena, str8_from(PLAN_SVG), plan, NULL);
    FOYER_ASSERT(result == ERR_OK);
    view->card.plan = plan;
    view->card.plan_room = plan_room(plan, STR8("108"));
    FOYER_ASSERT(view->card.plan_room != NULL);
}

static void make_card_way(const Maker *maker, View *view) {
    make_card(maker, view);
    plan_of(maker, view);
}

static void make_card_plan(const Maker *maker, View *view) {
    make_card_way(maker, view);
    view->card.plan_open = true;
}

static void make_card_take(const Maker *maker, View *view) {
    make_card(maker, view);
    view->card.page = 1;
}

static void make_card_closed(const Maker *maker, View *view) {
    card_of(maker, view, social_worker(maker));
    view->card.kind = CODE_DATE;
}

static void make_card_old(const Maker *maker, View *view) {
    ServiceView shown = service(maker, 1);
    shown.name = STR8("Clothes closet: coats, shoes, uniforms");
    shown.old = true;
    shown.english_only = true;
    card_of(maker, view, shown);
    view->card.has[CODE_WEB] = false;
    view->card.assured_utc_ms = fixture_time(9, 0) - (int64_t)300 * DAY_MS;
}

static void make_now(const Maker *maker, View *view) {
    fixture_frame(maker, view, SCREEN_NOW, FLOW_HELP);
    view->now.desk_phone_shown =
        locale_phone(maker->locale, maker->arena, STR8("US"), STR8("3055550100"));
}

static void make_easier(const Maker *maker, View *view) {
    fixture_frame(maker, view, SCREEN_EASIER, FLOW_NONE);
}

static void make_languages(const Maker *maker, View *view) {
    fixture_frame(maker, view, SCREEN_LANGUAGES, FLOW_NONE);
    view->languages = (LanguagesView){0};
}

static void make_names(const Maker *maker, View *view) {
    fixture_frame(maker, view, SCREEN_NAMES, FLOW_SIGN_IN);
    view->names = (NamesView){
        .adults = 1,
        .keyboard = {.language = locale_language(maker->locale), .page = KEYBOARD_SHIFTED}};
}

static void make_names_typed(const Maker *maker, View *view) {
    make_names(maker, view);
    view->names.name = pick(maker, "Amina", "María José", "أمينة");
    view->names.caret = view->names.name.len;
    view->names.adults = 2;
    view->names.children = 2;
    view->names.keyboard.page = KEYBOARD_LETTERS;
    view->names.ready = true;
}

static void make_names_long(const Maker *maker, View *view) {
    make_names_typed(maker, view);
    view->names.name =
        pick(maker, "Wolfeschlegelsteinhausenbergerdorff Montgomery-Featherstonehaugh",
             "María de los Ángeles Inmaculada Fernández de Córdoba y Villavicencio",
             "عبد الرحمن محمد عبد العزيز بن عبد الله الأنصاري الحسيني المغربي");
}

static void make_names_accents(const Maker *maker, View *view) {
    make_names_typed(maker, view);
    view->names.keyboard.page = KEYBOARD_ACCENTS;
}

static void make_names_saving(const Maker *maker, View *view) {
    make_names_typed(maker, view);
    view->names.keyboard.page = KEYBOARD_NUMBERS;
    view->names.adults = COUNT_MAX;
    view->names.working = true;
}

static void make_count(const Maker *maker, View *view) {
    static const Str8 GRADES[] = {{"KG", 2}, {"01", 2}, {"02", 2}, {"03", 2}, {"04", 2}, {"05", 2}};
    static const int COUNTS[] = {0, 0, 0, 0, 0, 0};
    fixture_frame(maker, view, SCREEN_COUNT, FLOW_SIGN_IN);
    view->count = (CountView){.grades = GRADES, .grade_counts = COUNTS, .grades_count = 6};
}

static void make_count_ready(const Maker *maker, View *view) {
    static const int COUNTS[] = {1, 0, 0, 1, 0, 0};
    make_count(maker, view);
    view->count.adults = 2;
    view->count.children = 2;
    view->count.grade_counts = COUNTS;
    view->count.ready = true;
}

static void make_still_there(const Maker *maker, View *view) {
    fixture_frame(maker, view, SCREEN_STILL_THERE, FLOW_SIGN_IN);
    view->still_there = (StillThereView){.seconds_left = 16, .seconds_all = 20};
}

static void make_see_desk(const Maker *maker, View *view) {
    fixture_frame(maker, view, SCREEN_SEE_DESK, FLOW_SIGN_IN);
    view->see_desk.reason = DESK_NOT_SAVED;
}

static void make_see_desk_no_event(const Maker *maker, View *view) {
    fixture_frame(maker, view, SCREEN_SEE_DESK, FLOW_SIGN_IN);
    view->see_desk.reason = DESK_NO_EVENT;
}

const Fixture FIXTURES_B[] = {
    {"help", make_help},
    {"help-more", make_help_more},
    {"help-mine", make_help_mine},
    {"help-small", make_help_small},
    {"help-empty", make_help_empty},
    {"list", make_list},
    {"list-last", make_list_last},
    {"list-people", make_list_people},
    {"list-empty", make_list_empty},
    {"card", make_card},
    {"card-hours", make_card_hours},
    {"card-way", make_card_way},
    {"card-plan", make_card_plan},
    {"card-take", make_card_take},
    {"card-closed", make_card_closed},
    {"card-old", make_card_old},
    {"now", make_now},
    {"easier", make_easier},
    {"languages", make_languages},
    {"names", make_names},
    {"names-typed", make_names_typed},
    {"names-long", make_names_long},
    {"names-accents", make_names_accents},
    {"names-saving", make_names_saving},
    {"count", make_count},
    {"count-ready", make_count_ready},
    {"still-there", make_still_there},
    {"see-desk", make_see_desk},
    {"see-desk-no-event", make_see_desk_no_event},
};
const size_t FIXTURES_B_COUNT = sizeof FIXTURES_B / sizeof FIXTURES_B[0];
