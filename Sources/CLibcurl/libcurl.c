#include "libcurl.h"

#include <dlfcn.h>
#include <pthread.h>

// What is used of it, by the types of its own header.
#define EACH(take)              \
    take(curl_global_init)      \
    take(curl_easy_init)        \
    take(curl_easy_cleanup)     \
    take(curl_easy_strerror)    \
    take(curl_easy_setopt)      \
    take(curl_easy_getinfo)     \
    take(curl_slist_append)     \
    take(curl_slist_free_all)   \
    take(curl_multi_init)       \
    take(curl_multi_cleanup)    \
    take(curl_multi_add_handle) \
    take(curl_multi_remove_handle) \
    take(curl_multi_perform)    \
    take(curl_multi_poll)       \
    take(curl_multi_wakeup)     \
    take(curl_multi_info_read)

#define MEMBER(name) __typeof__(name) *name;
static struct { EACH(MEMBER) } its;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool is_loaded;

static void load(void) {
    // The name that its version 7 and 8 have had since 2006; that of macOS is the second.
    void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!library) library = dlopen("libcurl.4.dylib", RTLD_NOW | RTLD_LOCAL);
    if (!library) return;
#define FIND(name) \
    if (!(*(void **)&its.name = dlsym(library, #name))) return;
    EACH(FIND)
    is_loaded = its.curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

bool cc_load(void) {
    pthread_once(&once, load);
    return is_loaded;
}

CURL *cc_easy_init(void) { return (its.curl_easy_init)(); }
void cc_easy_cleanup(CURL *easy) { (its.curl_easy_cleanup)(easy); }
const char *cc_words(CURLcode code) { return (its.curl_easy_strerror)(code); }

struct curl_slist *cc_append(struct curl_slist *list, const char *text) {
    return (its.curl_slist_append)(list, text);
}

void cc_free(struct curl_slist *list) { (its.curl_slist_free_all)(list); }

CURLcode cc_set_long(CURL *easy, CURLoption option, long value) {
    return (its.curl_easy_setopt)(easy, option, value);
}

CURLcode cc_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return (its.curl_easy_setopt)(easy, option, value);
}

CURLcode cc_set_text(CURL *easy, CURLoption option, const char *value) {
    return (its.curl_easy_setopt)(easy, option, value);
}

CURLcode cc_set_pointer(CURL *easy, CURLoption option, void *value) {
    return (its.curl_easy_setopt)(easy, option, value);
}

CURLcode cc_set_transfer(CURL *easy, CURLoption option, cc_transfer value) {
    return (its.curl_easy_setopt)(easy, option, value);
}

long cc_get_long(CURL *easy, CURLINFO info) {
    long value = 0;
    (its.curl_easy_getinfo)(easy, info, &value);
    return value;
}

curl_off_t cc_get_offset(CURL *easy, CURLINFO info) {
    curl_off_t value = 0;
    (its.curl_easy_getinfo)(easy, info, &value);
    return value;
}

CURLM *cc_multi_init(void) { return (its.curl_multi_init)(); }
void cc_multi_cleanup(CURLM *multi) { (its.curl_multi_cleanup)(multi); }

CURLMcode cc_multi_add(CURLM *multi, CURL *easy) {
    return (its.curl_multi_add_handle)(multi, easy);
}

CURLMcode cc_multi_remove(CURLM *multi, CURL *easy) {
    return (its.curl_multi_remove_handle)(multi, easy);
}

CURLMcode cc_multi_perform(CURLM *multi) {
    int running = 0;
    return (its.curl_multi_perform)(multi, &running);
}

CURLMcode cc_multi_wait(CURLM *multi, int milliseconds) {
    return (its.curl_multi_poll)(multi, 0, 0, milliseconds, 0);
}

CURLMcode cc_multi_wake(CURLM *multi) { return (its.curl_multi_wakeup)(multi); }

CURL *cc_multi_next(CURLM *multi, CURLcode *code) {
    int left = 0;
    CURLMsg *message;
    while ((message = (its.curl_multi_info_read)(multi, &left))) {
        if (message->msg != CURLMSG_DONE) continue;
        *code = message->data.result;
        return message->easy_handle;
    }
    return 0;
}
