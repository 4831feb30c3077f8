#include "deadline.h"

#include <signal.h>
#include <sys/time.h>

static void nothing(int signal) { (void)signal; }

void cs_interrupt_after(long milliseconds) {
    struct sigaction action = {.sa_handler = nothing};  // no SA_RESTART: that is the point
    sigemptyset(&action.sa_mask);
    sigaction(SIGALRM, &action, 0);
    struct itimerval timer = {
        .it_value = {milliseconds / 1000, milliseconds % 1000 * 1000},
        .it_interval = {0, milliseconds > 0 ? 50000 : 0},
    };
    setitimer(ITIMER_REAL, &timer, 0);
}
