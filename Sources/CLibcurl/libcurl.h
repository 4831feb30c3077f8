// Swift imports no variadic functions: what it needs of them is here, a type each.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

static inline CURLcode cc_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

/// For options that take an offset, such as CURLOPT_POSTFIELDSIZE_LARGE.
static inline CURLcode cc_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

/// The text is copied, as libcurl does with all but CURLOPT_POSTFIELDS.
static inline CURLcode cc_set_text(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

/// For lists, buffers and what callbacks are given.
static inline CURLcode cc_set_pointer(CURL *easy, CURLoption option, void *value) {
    return curl_easy_setopt(easy, option, value);
}

typedef size_t (*cc_transfer)(char *bytes, size_t size, size_t count, void *context);

/// For CURLOPT_WRITEFUNCTION and CURLOPT_READFUNCTION.
static inline CURLcode cc_set_transfer(CURL *easy, CURLoption option, cc_transfer value) {
    return curl_easy_setopt(easy, option, value);
}

static inline long cc_get_long(CURL *easy, CURLINFO info) {
    long value = 0;
    curl_easy_getinfo(easy, info, &value);
    return value;
}

static inline curl_off_t cc_get_offset(CURL *easy, CURLINFO info) {
    curl_off_t value = 0;
    curl_easy_getinfo(easy, info, &value);
    return value;
}
