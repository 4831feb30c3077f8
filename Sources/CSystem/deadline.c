#define _GNU_SOURCE
#include "deadline.h"

#include <signal.h>
#include <time.h>
#include <unistd.h>

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

static void nothing(int signal) { (void)signal; }

// A timer of the thread's own: others may wait at the same time.
static __thread timer_t timer;
static __thread bool is_armed;
static __thread sigset_t mask_before;

bool cs_interrupt_after(long milliseconds) {
    if (is_armed) {
        timer_delete(timer);
        pthread_sigmask(SIG_SETMASK, &mask_before, 0);
    }
    is_armed = false;
    if (milliseconds <= 0) return true;
    struct sigaction action = {.sa_handler = nothing};  // no SA_RESTART: that is the point
    sigemptyset(&action.sa_mask);
    sigaction(SIGALRM, &action, 0);
    struct sigevent event = {
        .sigev_notify = SIGEV_THREAD_ID,
        .sigev_signo = SIGALRM,
        .sigev_notify_thread_id = gettid(),
    };
    if (timer_create(CLOCK_MONOTONIC, &event, &timer) != 0) return false;
    is_armed = true;
    // The threads of a pool block all signals.
    sigset_t alarm;
    sigemptyset(&alarm);
    sigaddset(&alarm, SIGALRM);
    pthread_sigmask(SIG_UNBLOCK, &alarm, &mask_before);
    struct itimerspec times = {
        .it_value = {milliseconds / 1000, milliseconds % 1000 * 1000000},
        .it_interval = {0, 50000000},
    };
    return timer_settime(timer, 0, &times, 0) == 0;
}
