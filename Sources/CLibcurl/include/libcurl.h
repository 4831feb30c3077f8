#ifndef RINGBACK_LIBCURL_H
#define RINGBACK_LIBCURL_H

// libcurl, loaded when it is first needed: linked, it would make every start of a courier half as
// long again, although few have a channel that leaves the machine. For Swift, which imports no
// variadic functions, there is one a type.

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <stdbool.h>

/// Loads libcurl and sets it up, once for a process. Before that, nothing else here may be called.
/// Returns false where it is not installed, or lacks something.
bool cc_load(void);

CURL *cc_easy_init(void);
void cc_easy_cleanup(CURL *easy);
/// In libcurl's words.
const char *cc_words(CURLcode code);
struct curl_slist *cc_append(struct curl_slist *list, const char *text);
void cc_free(struct curl_slist *list);

CURLcode cc_set_long(CURL *easy, CURLoption option, long value);
/// For options that take an offset, such as CURLOPT_POSTFIELDSIZE_LARGE.
CURLcode cc_set_offset(CURL *easy, CURLoption option, curl_off_t value);
/// The text is copied, as libcurl does with all but CURLOPT_POSTFIELDS.
CURLcode cc_set_text(CURL *easy, CURLoption option, const char *value);
/// For lists, buffers and what callbacks are given.
CURLcode cc_set_pointer(CURL *easy, CURLoption option, void *value);
typedef size_t (*cc_transfer)(char *bytes, size_t size, size_t count, void *context);
/// For CURLOPT_WRITEFUNCTION and CURLOPT_READFUNCTION.
CURLcode cc_set_transfer(CURL *easy, CURLoption option, cc_transfer value);
long cc_get_long(CURL *easy, CURLINFO info);
curl_off_t cc_get_offset(CURL *easy, CURLINFO info);

CURLM *cc_multi_init(void);
void cc_multi_cleanup(CURLM *multi);
CURLMcode cc_multi_add(CURLM *multi, CURL *easy);
CURLMcode cc_multi_remove(CURLM *multi, CURL *easy);
CURLMcode cc_multi_perform(CURLM *multi);
/// Waits for at most so many milliseconds until something happens.
CURLMcode cc_multi_wait(CURLM *multi, int milliseconds);
/// Ends such a wait, from any thread.
CURLMcode cc_multi_wake(CURLM *multi);
/// The next request that is through, and how it went; NULL: none is.
CURL *cc_multi_next(CURLM *multi, CURLcode *code);

#endif
