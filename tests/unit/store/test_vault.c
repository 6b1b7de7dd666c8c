#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <string.h>

#include "data/vault/vault.h"
#include "tests/unit/store/store_fixture.h"

static void test_vault__seal_is_what_libsodium_opens(void **state) {
    StoreFixture *fixture = *state;
    Str8 plain = STR8("Ximena");
    Str8 sealed = vault_seal(&fixture->arena, fixture->options.random,
                             fixture->options.keys.school_public, plain);
    assert_int_equal(sealed.len, VAULT_PAD + VAULT_SEAL_OVERHEAD);
    uint8_t opened[VAULT_PAD];
    assert_int_equal(crypto_box_seal_open(opened, (const uint8_t *)sealed.ptr, sealed.len,
                                          fixture->options.keys.school_public,
                                          fixture->school_secret),
                     0);
    assert_memory_equal(opened, plain.ptr, plain.len);
    Str8 again;
    assert_true(vault_unseal(&fixture->arena, fixture->school_secret, sealed, &again));
    assert_true(str8_equal(again, plain));
}

static void test_vault__a_sealing_seals_once(void **state) {
    StoreFixture *fixture = *state;
    VaultSealing sealing = {.is_ready = false};
    uint8_t ephemeral[2][VAULT_KEY_SIZE];
    for (int i = 0; i < 2; i++) {
        vault_sealing_prepare(&sealing, fixture->options.random,
                              fixture->options.keys.school_public);
        memcpy(ephemeral[i], sealing.ephemeral_public, VAULT_KEY_SIZE);
        vault_sealing_prepare(&sealing, fixture->options.random,
                              fixture->options.keys.school_public);
        assert_memory_equal(ephemeral[i], sealing.ephemeral_public, VAULT_KEY_SIZE);
        Str8 sealed = vault_sealing_use(&sealing, &fixture->arena, STR8("Ximena"));
        Str8 plain;
        assert_true(vault_unseal(&fixture->arena, fixture->school_secret, sealed, &plain));
        assert_true(str8_equal(plain, STR8("Ximena")));
        const VaultSealing gone = {.is_ready = false};
        assert_memory_equal(&sealing, &gone, sizeof gone);
    }
    assert_memory_not_equal(ephemeral[0], ephemeral[1], VAULT_KEY_SIZE);
}

static void test_vault__opens_what_libsodium_sealed(void **state) {
    StoreFixture *fixture = *state;
    uint8_t key[VAULT_KEY_SIZE] = {7};
    uint8_t opened[VAULT_KEY_SIZE];
    uint8_t sealed[VAULT_SEALED_KEY_SIZE];
    assert_int_equal(crypto_box_seal(sealed, key, sizeof key, fixture->options.keys.school_public),
                     0);
    assert_true(vault_unseal_key(fixture->options.keys.school_public, fixture->school_secret,
                                 sealed, opened));
    assert_memory_equal(opened, key, sizeof key);
    sealed[60] ^= 1;
    assert_false(vault_unseal_key(fixture->options.keys.school_public, fixture->school_secret,
                                  sealed, opened));
}

static void test_vault__box_opens_only_where_it_belongs(void **state) {
    StoreFixture *fixture = *state;
    uint8_t key[VAULT_KEY_SIZE] = {1};
    Str8 boxed = vault_box(&fixture->arena, fixture->options.random, key, test_id("a"), STR8("x"));
    Str8 plain;
    assert_true(vault_unbox(&fixture->arena, key, test_id("a"), boxed, &plain));
    assert_true(str8_equal(plain, STR8("x")));
    assert_false(vault_unbox(&fixture->arena, key, test_id("b"), boxed, &plain));
    key[5] = 9;
    assert_false(vault_unbox(&fixture->arena, key, test_id("a"), boxed, &plain));
    assert_false(vault_unbox(&fixture->arena, key, test_id("a"), STR8("short"), &plain));
}

static void test_vault__lengths_say_little(void **state) {
    StoreFixture *fixture = *state;
    uint8_t key[VAULT_KEY_SIZE] = {1};
    for (size_t length = 0; length < 200; length++) {
        char text[200];
        memset(text, 'n', sizeof text);
        Str8 boxed = vault_box(&fixture->arena, fixture->options.random, key, test_id("a"),
                               (Str8){text, length});
        assert_int_equal((boxed.len - VAULT_BOX_OVERHEAD) % VAULT_PAD, 0);
        Str8 plain;
        assert_true(vault_unbox(&fixture->arena, key, test_id("a"), boxed, &plain));
        assert_int_equal(plain.len, length);
    }
}

static void test_vault__derives_the_same_and_only_the_same(void **state) {
    (void)state;
    uint8_t salt[VAULT_TAG_SIZE] = {3};
    VaultSecret a;
    VaultSecret b;
    EXPECT(vault_derive(salt, SECRET_COST_LOWEST, STR8("phone"), STR8("12345678"), &a, &err),
           ERR_OK);
    EXPECT(vault_derive(salt, SECRET_COST_LOWEST, STR8("phone"), STR8("12345678"), &b, &err),
           ERR_OK);
    assert_memory_equal(&a, &b, sizeof a);
    EXPECT(vault_derive(salt, SECRET_COST_LOWEST, STR8("card"), STR8("12345678"), &b, &err),
           ERR_OK);
    assert_memory_not_equal(a.tag, b.tag, sizeof a.tag);
    salt[0] = 4;
    EXPECT(vault_derive(salt, SECRET_COST_LOWEST, STR8("phone"), STR8("12345678"), &b, &err),
           ERR_OK);
    assert_memory_not_equal(a.tag, b.tag, sizeof a.tag);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_vault__seal_is_what_libsodium_opens),
        TEST(test_vault__a_sealing_seals_once),
        TEST(test_vault__opens_what_libsodium_sealed),
        TEST(test_vault__box_opens_only_where_it_belongs),
        TEST(test_vault__lengths_say_little),
        TEST(test_vault__derives_the_same_and_only_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
