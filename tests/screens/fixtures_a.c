#include "tests/screens/fixtures.h"

/* Home, looking up, households, rooms, leaving. */

static EventView open_house(const Maker *maker) {
    return (EventView){
        .title = fixture_pick(maker, "Open House", "Noche de puertas abiertas", "الأمسية المفتوحة"),
        .start_utc_ms = fixture_time(18, 0),
        .end_utc_ms = fixture_time(20, 0),
        .place = fixture_pick(maker, "Whole school", "Toda la escuela", "المدرسة كلها"),
        .kind = EVENT_OPEN_HOUSE,
        .id = fixture_id("open-house")};
}

static EventView math_night(const Maker *maker) {
    return (EventView){.title = fixture_pick(maker, "Family Math Night",
                                             "Noche de matemáticas en familia",
                                             "أمسية الرياضيات للعائلة"),
                       .start_utc_ms = fixture_time(18, 30),
                       .end_utc_ms = fixture_time(20, 0),
                       .place = fixture_pick(maker, "Library", "Biblioteca", "المكتبة"),
                       .kind = EVENT_FAMILY_NIGHT,
                       .id = fixture_id("math-night")};
}

static EventView art_show(const Maker *maker) {
    return (EventView){.title =
                           fixture_pick(maker, "Art Show", "Exposición de arte", "معرض الفنون"),
                       .start_utc_ms = fixture_time(17, 30),
                       .end_utc_ms = fixture_time(19, 30),
                       .place = fixture_pick(maker, "Gym", "Gimnasio", "القاعة الرياضية"),
                       .kind = EVENT_SHOW,
                       .id = fixture_id("art-show")};
}

static const EventView *three_events(const Maker *maker) {
    EventView *events = ARENA_ARRAY(maker->arena, EventView, 3);
    events[0] = art_show(maker);
    events[1] = open_house(maker);
    events[2] = math_night(maker);
    return events;
}

static void make_home(const Maker *maker, View *view) {
    fixture_frame(maker, view, SCREEN_HOME, FLOW_NONE);
    view->frame.now_utc_ms = fixture_time(17, 52);
    view->home = (HomeView){.event = open_house(maker), .event_known = true, .event_is_open = true};
}

static void make_home_demo(const Maker *maker, View *view) {
    make_home(maker, view);
    view->frame.demo = true;
}

static void make_home_rush(const Maker *maker, View *view) {
    make_home(maker, view);
    view->home.rush = true;
}

static void make_home_events(const Maker *maker, View *view) {
    make_home(maker, view);
    view->home.events = three_events(maker);
    view->home.events_count = 3;
}

static void make_home_none(const Maker *maker, View *view) {
    fixture_frame(maker, view, SCREEN_HOME, FLOW_NONE);
    view->frame.now_utc_ms = fixture_time(10, 12);
    view->frame.event_open = false;
    view->home = (HomeView){.office_known = true,
                            .office_open = true,
                            .office_opens_minute = 8 * 60,
                            .office_closes_minute = 15 * 60 + 30};
}

static void make_home_later(const Maker *maker, View *view) {
    make_home_none(maker, view);
    view->home.event = open_house(maker);
    view->home.event_known = true;
}

static void make_home_long(const Maker *maker, View *view) {
    make_home(maker, view);
    view->home.event.title = fixture_pick(maker, "Family Reading, Science and Robotics Night",
                                          "Noche familiar de lectura, ciencias y robótica",
                                          "أمسية العائلة للقراءة والعلوم والروبوتات");
}

/* Schools have long names. */
static const Str8 SCHOOL_LONG = {"Dr. Martin Luther King Jr. Elementary and Middle School", 55};

static void make_home_school(const Maker *maker, View *view) {
    make_home(maker, view);
    view->frame.school_name = SCHOOL_LONG;
    view->frame.demo = true;
}

static void make_events(const Maker *maker, View *view) {
    fixture_frame(maker, view, SCREEN_EVENTS, FLOW_SIGN_IN);
    view->events = (EventsView){.events = three_events(maker), .count = 3};
}

static void look_up_of(const Maker *maker, View *view, ScreenId screen) {
    static const uint32_t LATIN[] = {'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I',
                                     'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R',
                                     'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z'};
    static const uint32_t ARABIC[] = {0x627, 0x628, 0x62A, 0x62B, 0x62C, 0x62D, 0x62E,
                                      0x62F, 0x630, 0x631, 0x632, 0x633, 0x634, 0x635,
                                      0x636, 0x637, 0x638, 0x639, 0x63A, 0x641, 0x642,
                                      0x643, 0x644, 0x645, 0x646, 0x647, 0x648, 0x64A};
    bool rtl = locale_is_rtl(maker->locale);
    fixture_frame(maker, view, screen, FLOW_SIGN_IN);
    view->look_up = (LookUpView){.digits = STR8("30555501"),
                                 .digits_full = 10,
                                 .country = STR8("US"),
                                 .letters = rtl ? ARABIC : LATIN,
                                 .letters_count = rtl ? 28 : 26,
                                 .letters_other = rtl ? STR8("A B C") : STR8("ا ب ت")};
}

static void make_look_up(const Maker *maker, View *view) {
    look_up_of(maker, view, SCREEN_LOOK_UP);
}

static void make_look_up_missed(const Maker *maker, View *view) {
    look_up_of(maker, view, SCREEN_LOOK_UP);
    view->look_up.digits = (Str8){0};
    view->look_up.status = LOOK_UP_MISSED;
}

static void make_look_up_leaving(const Maker *maker, View *view) {
    look_up_of(maker, view, SCREEN_LOOK_UP);
    view->frame.flow = FLOW_LEAVING;
    view->look_up.digits = (Str8){0};
    view->look_up.leaving = true;
}

static void make_letter(const Maker *maker, View *view) {
    look_up_of(maker, view, SCREEN_LETTER);
    view->look_up.digits = STR8("3055550142");
}

static void make_letter_working(const Maker *maker, View *view) {
    make_letter(maker, view);
    view->look_up.by_card = true;
    view->look_up.letter = fixture_pick(maker, "S", "S", "س");
    view->look_up.status = LOOK_UP_WORKING;
}

static void make_card_code(const Maker *maker, View *view) {
    look_up_of(maker, view, SCREEN_CARD_CODE);
    view->look_up.code = STR8("7KQ4M");
}

static MemberView *family(const Maker *maker, size_t count) {
    static const struct {
        const char *english;
        const char *arabic;
        PersonRole role;
        const char *grade;
    } PEOPLE[] = {
        {"Rosa", "روزا", PERSON_GUARDIAN, ""},
        {"Luis", "لويس", PERSON_GUARDIAN, ""},
        {"Sofía", "صوفيا", PERSON_STUDENT, "03"},
        {"Mateo", "ماتيو", PERSON_STUDENT, "KG"},
        {"Inés", "إيناس", PERSON_STUDENT, "05"},
        {"Bartholomew", "عبد الرحمن", PERSON_STUDENT, "01"},
        {"Lucía", "لوسيا", PERSON_STUDENT, "PK"},
        {"", "", PERSON_OTHER_ADULT, ""},
        {"", "", PERSON_OTHER_CHILD, ""},
        {"Ana", "آنا", PERSON_STUDENT, "04"},
    };
    MemberView *members = ARENA_ARRAY(maker->arena, MemberView, count);
    for (size_t i = 0; i < count; i++) {
        members[i] = (MemberView){
            .id = fixture_id(str8_to_c(maker->arena, str8_format(maker->arena, "member-%zu", i))),
            .name = fixture_pick(maker, PEOPLE[i].english, PEOPLE[i].english, PEOPLE[i].arabic),
            .role = PEOPLE[i].role,
            .grade = str8_from(PEOPLE[i].grade),
            .here = true,
            .guest = PEOPLE[i].english[0] == 0};
    }
    return members;
}

static void household_of(const Maker *maker, View *view, size_t count) {
    fixture_frame(maker, view, SCREEN_HOUSEHOLD, FLOW_SIGN_IN);
    view->household =
        (HouseholdView){.members = family(maker, count), .count = count, .here_count = count};
}

static void make_household(const Maker *maker, View *view) {
    household_of(maker, view, 4);
}

static void make_household_school(const Maker *maker, View *view) {
    household_of(maker, view, 1);
    view->frame.school_name = SCHOOL_LONG;
}

static void make_household_three(const Maker *maker, View *view) {
    household_of(maker, view, 4);
    MemberView *members = family(maker, 4);
    members[1].here = false;
    view->household.members = members;
    view->household.here_count = 3;
}

static void make_household_none(const Maker *maker, View *view) {
    household_of(maker, view, 2);
    MemberView *members = family(maker, 2);
    members[0].here = members[1].here = false;
    view->household.members = members;
    view->household.here_count = 0;
    view->frame.now_utc_ms = fixture_time(10, 12);
}

static void make_household_saving(const Maker *maker, View *view) {
    household_of(maker, view, 3);
    view->household.working = true;
}

static void make_household_six(const Maker *maker, View *view) {
    household_of(maker, view, 6);
}

static void make_household_eight(const Maker *maker, View *view) {
    household_of(maker, view, 8);
}

static void make_household_ten(const Maker *maker, View *view) {
    household_of(maker, view, 10);
    view->household.page = 1;
}

static void make_household_late(const Maker *maker, View *view) {
    household_of(maker, view, 4);
    MemberView *members = family(maker, 4);
    members[0].already = members[2].already = true;
    members[0].here = members[2].here = false;
    view->household.members = members;
    view->household.here_count = 2;
    view->household.already_here = true;
    view->household.since_utc_ms = fixture_time(18, 2);
    view->frame.now_utc_ms = fixture_time(18, 31);
}

static void make_leaving(const Maker *maker, View *view) {
    household_of(maker, view, 4);
    MemberView *members = family(maker, 4);
    for (size_t i = 0; i < 4; i++) {
        members[i].already = true;
    }
    view->screen = SCREEN_LEAVING;
    view->frame.flow = FLOW_LEAVING;
    view->household.members = members;
    view->household.already_here = true;
    view->household.since_utc_ms = fixture_time(18, 2);
    view->household.leaving = true;
}

static void make_someone_else(const Maker *maker, View *view) {
    household_of(maker, view, 4);
    view->screen = SCREEN_SOMEONE_ELSE;
}

static const RoomView *rooms_of(const Maker *maker, size_t count) {
    RoomView *rooms = ARENA_ARRAY(maker->arena, RoomView, count);
    static const char *const GRADES[] = {"03", "KG", "05", "01", "01", "02", "04", "PK"};
    static const char *const ROOMS[] = {"12", "4", "21", "Gym", "7", "9", "108", "2"};
    for (size_t i = 0; i < count; i++) {
        rooms[i] = (RoomView){.grade = str8_from(GRADES[i]),
                              .teacher = i % 2 == 0 ? STR8("Ms. Okafor") : STR8("Mr. Lindqvist"),
                              .room = str8_from(ROOMS[i]),
                              .way = fixture_pick(maker, "Down the hall, second door on the left",
                                                  "Por el pasillo, segunda puerta a la izquierda",
                                                  "في آخر الممر، الباب الثاني على اليسار"),
                              .start_utc_ms = fixture_time(18, 15 + (int)i * 5)};
    }
    if (count > 4) {
        rooms[3].initial = STR8("B");
        rooms[4].initial = STR8("S");
    }
    return rooms;
}

static void thanks_of(const Maker *maker, View *view, size_t rooms) {
    fixture_frame(maker, view, SCREEN_THANKS, FLOW_SIGN_IN);
    view->frame.can_go_back = false;
    view->thanks = (ThanksView){
        .adults = 2,
        .children = 2,
        .since_utc_ms = fixture_time(18, 2),
        .event = open_house(maker),
        .rooms = rooms_of(maker, rooms),
        .rooms_count = rooms,
        .code = fixture_code(maker, STR8("Open House, October 16\n"
                                         "Grade 3: Room 12, 6:15 PM, Ms. Okafor\n"
                                         "Kindergarten: Room 4, 6:20 PM, Mr. Lindqvist")),
        .seconds_left = 18};
}

static void make_thanks(const Maker *maker, View *view) {
    thanks_of(maker, view, 2);
}

static void make_thanks_three(const Maker *maker, View *view) {
    thanks_of(maker, view, 3);
    view->thanks.children = 3;
}

static void make_thanks_six(const Maker *maker, View *view) {
    thanks_of(maker, view, 6);
    view->thanks.children = 6;
    view->thanks.seconds_left = 4;
}

static void make_thanks_plain(const Maker *maker, View *view) {
    thanks_of(maker, view, 2);
    view->thanks.rooms_count = 0;
    view->thanks.code = (CodeView){0};
    view->thanks.adults = 1;
    view->thanks.children = 0;
}

static void make_thanks_again(const Maker *maker, View *view) {
    thanks_of(maker, view, 2);
    view->thanks.was_here_already = true;
    view->frame.now_utc_ms = fixture_time(18, 31);
}

static void make_thanks_code(const Maker *maker, View *view) {
    thanks_of(maker, view, 2);
    view->thanks.code_open = true;
}

static void make_goodbye(const Maker *maker, View *view) {
    fixture_frame(maker, view, SCREEN_GOODBYE, FLOW_LEAVING);
    view->frame.can_go_back = false;
    view->frame.now_utc_ms = fixture_time(19, 42);
    view->goodbye =
        (GoodbyeView){.people = 4, .at_utc_ms = fixture_time(19, 42), .seconds_left = 18};
}

const Fixture FIXTURES_A[] = {
    {"home", make_home},
    {"home-demo", make_home_demo},
    {"home-rush", make_home_rush},
    {"home-events", make_home_events},
    {"home-none", make_home_none},
    {"home-later", make_home_later},
    {"home-long", make_home_long},
    {"home-school", make_home_school},
    {"events", make_events},
    {"look-up", make_look_up},
    {"look-up-missed", make_look_up_missed},
    {"look-up-leaving", make_look_up_leaving},
    {"letter", make_letter},
    {"letter-working", make_letter_working},
    {"card-code", make_card_code},
    {"household", make_household},
    {"household-school", make_household_school},
    {"household-three", make_household_three},
    {"household-none", make_household_none},
    {"household-saving", make_household_saving},
    {"household-six", make_household_six},
    {"household-eight", make_household_eight},
    {"household-ten", make_household_ten},
    {"household-late", make_household_late},
    {"leaving", make_leaving},
    {"someone-else", make_someone_else},
    {"thanks", make_thanks},
    {"thanks-three", make_thanks_three},
    {"thanks-six", make_thanks_six},
    {"thanks-plain", make_thanks_plain},
    {"thanks-again", make_thanks_again},
    {"thanks-code", make_thanks_code},
    {"goodbye", make_goodbye},
};
const size_t FIXTURES_A_COUNT = sizeof FIXTURES_A / sizeof FIXTURES_A[0];
