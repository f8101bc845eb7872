// The state is static because a signal handler is given nothing: there is one process, and it holds one terminal.
// Everything that a handler calls here is in POSIX's list of async-signal-safe functions (XSH 2.4.3).

#include "CTerminalState.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define SEQUENCE_CAPACITY 1024

// Signals whose default action ends the process. SIGINT is only a flag.
static const int fatal_signals[] = {SIGHUP,  SIGQUIT, SIGILL,  SIGTRAP, SIGABRT, SIGBUS,  SIGFPE,    SIGUSR1,
                                    SIGSEGV, SIGUSR2, SIGPIPE, SIGALRM, SIGTERM, SIGXCPU, SIGVTALRM, SIGSYS};
#define FATAL_COUNT (sizeof fatal_signals / sizeof fatal_signals[0])

static struct sigaction previous_fatal[FATAL_COUNT];
static struct sigaction previous_stop, previous_continue, previous_resize, previous_interrupt;
static stack_t previous_stack;
static int interrupt_armed;
static struct sigaction previous_end[2];
static const int ends[] = {SIGTERM, SIGHUP};
static atomic_int end_signal;

// A stack of their own, so that an overflow of the main one can still be handled.
static char handler_stack[64 * 1024];

static int input_descriptor = -1, output_descriptor = -1;
static int wake_pipe[2] = {-1, -1};
static struct termios first_modes, program_modes;
static char enter_sequence[SEQUENCE_CAPACITY], leave_sequence[SEQUENCE_CAPACITY];
static size_t enter_count, leave_count;

// Held: the program has the terminal. Released: the program gave it back by itself, and SIGCONT must not take it.
static atomic_int is_open, is_held, is_released, has_program_modes, news, interrupt_flag;

// Writes to a terminal that may have stopped listening: after half a second the rest is given up, so that a signal that
// is to end the process does.
static void write_patiently(const char *bytes, size_t count) {
  while (count > 0) {
    struct pollfd ready = {.fd = output_descriptor, .events = POLLOUT};
    int answer = poll(&ready, 1, 500);
    if (answer < 0 && errno == EINTR) continue;
    if (answer <= 0) return;
    // A terminal that is ready takes this many without blocking.
    ssize_t written = write(output_descriptor, bytes, count < 128 ? count : 128);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    count -= (size_t)written;
  }
}

static void set_modes(const struct termios *modes) {
  while (tcsetattr(input_descriptor, TCSANOW, modes) < 0 && errno == EINTR) {
  }
}

static void wake(int what) {
  int saved = errno;
  atomic_fetch_or(&news, what);
  if (wake_pipe[1] >= 0) {
    ssize_t ignored = write(wake_pipe[1], "", 1);
    (void)ignored;
  }
  errno = saved;
}

static void leave(void) {
  if (!atomic_load(&is_open) || !atomic_exchange(&is_held, 0)) return;
  // A process in the background may set modes only while SIGTTOU is blocked; without this it would stop instead of end.
  sigset_t blocked, before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &blocked, &before);
  write_patiently(leave_sequence, leave_count);
  set_modes(&first_modes);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void enter(void) {
  if (!atomic_load(&is_open) || !atomic_load(&has_program_modes)) return;
  // In the background this stops the process with SIGTTOU until it is brought to the front, which is what is wanted.
  set_modes(&program_modes);
  if (!atomic_exchange(&is_held, 1)) write_patiently(enter_sequence, enter_count);
  wake(TERMINAL_NEWS_CONTINUED | TERMINAL_NEWS_RESIZED);
}

static void on_fatal(int number, siginfo_t *information, void *context) {
  (void)context;
  leave();
  for (size_t i = 0; i < FATAL_COUNT; i++)
    if (fatal_signals[i] == number) sigaction(number, &previous_fatal[i], NULL);
  // A fault happens again when the instruction is tried again, with its true context; a sent signal is sent once more.
  int is_fault = information != NULL && information->si_code > 0 &&
                 (number == SIGSEGV || number == SIGBUS || number == SIGILL || number == SIGFPE);
  if (!is_fault) raise(number);
}

static void on_stop(int number) {
  (void)number;
  int saved = errno;
  int was_held = atomic_load(&is_held);
  leave();
  struct sigaction by_default, ours;
  memset(&by_default, 0, sizeof by_default);
  by_default.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &by_default, &ours);
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  raise(SIGTSTP);
  pthread_sigmask(SIG_UNBLOCK, &stop, NULL);
  // Stopped here until SIGCONT, whose handler has run by now.
  pthread_sigmask(SIG_BLOCK, &stop, NULL);
  sigaction(SIGTSTP, &ours, NULL);
  // In an orphaned process group there is nobody to continue it, and it is not stopped at all.
  if (was_held && !atomic_load(&is_held)) enter();
  errno = saved;
}

static void on_continue(int number) {
  (void)number;
  int saved = errno;
  if (!atomic_load(&is_released)) enter();
  errno = saved;
}

static void on_resize(int number) {
  (void)number;
  wake(TERMINAL_NEWS_RESIZED);
}

static void on_interrupt(int number) {
  (void)number;
  atomic_store(&interrupt_flag, 1);
  wake(0);
}

static void on_end(int number) {
  atomic_store(&end_signal, number);
  on_interrupt(number);
}

static void install(int number, void (*handler)(int), struct sigaction *previous) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  sigaction(number, &action, previous);
}

static void install_fatal(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = on_fatal;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  for (size_t i = 0; i < FATAL_COUNT; i++) {
    sigaction(fatal_signals[i], NULL, &previous_fatal[i]);
    // What the caller had ignored (nohup) stays so.
    if (previous_fatal[i].sa_handler != SIG_IGN) sigaction(fatal_signals[i], &action, NULL);
  }
}

int terminal_state_open(int input, int output) {
  if (atomic_load(&is_open)) return EBUSY;
  if (tcgetattr(input, &first_modes) < 0) return errno;
  if (pipe(wake_pipe) < 0) return errno;
  for (int i = 0; i < 2; i++) {
    fcntl(wake_pipe[i], F_SETFD, FD_CLOEXEC);
    fcntl(wake_pipe[i], F_SETFL, O_NONBLOCK);
  }
  input_descriptor = input;
  output_descriptor = output;
  enter_count = leave_count = 0;
  atomic_store(&is_held, 0);
  atomic_store(&is_released, 0);
  atomic_store(&has_program_modes, 0);
  atomic_store(&news, 0);
  atomic_store(&is_open, 1);

  static int registered;
  if (!registered) registered = atexit(terminal_state_close) == 0;

  stack_t stack;
  memset(&stack, 0, sizeof stack);
  stack.ss_sp = handler_stack;
  stack.ss_size = sizeof handler_stack;
  sigaltstack(&stack, &previous_stack);
  install_fatal();
  install(SIGTSTP, on_stop, &previous_stop);
  install(SIGCONT, on_continue, &previous_continue);
  install(SIGWINCH, on_resize, &previous_resize);
  interrupt_arm();
  return 0;
}

int terminal_state_set_sequences(const char *enter, size_t enter_size, const char *leave, size_t leave_size) {
  if (enter_size > SEQUENCE_CAPACITY || leave_size > SEQUENCE_CAPACITY) return E2BIG;
  // No handler may see one half of it.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &before);
  memcpy(enter_sequence, enter, enter_size);
  memcpy(leave_sequence, leave, leave_size);
  enter_count = enter_size;
  leave_count = leave_size;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return 0;
}

void terminal_state_release(void) {
  atomic_store(&is_released, 1);
  leave();
}

void terminal_state_resume(void) {
  atomic_store(&is_released, 0);
  enter();
}

int terminal_state_hold(void) {
  if (!atomic_load(&is_open)) return EBADF;
  if (tcgetattr(input_descriptor, &program_modes) < 0) return errno;
  // Every key comes by itself, Ctrl-S, Ctrl-V and Ctrl-O too; Ctrl-C, Ctrl-Z and Ctrl-\ stay signals, so that they are
  // heard while nobody reads keys.
  program_modes.c_iflag &= ~(tcflag_t)(IXON | IXOFF | ICRNL | INLCR | IGNCR | ISTRIP | BRKINT | PARMRK);
  program_modes.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | IEXTEN);
  program_modes.c_lflag |= ISIG;
  program_modes.c_cflag = (program_modes.c_cflag & ~(tcflag_t)(CSIZE | PARENB)) | CS8;
  program_modes.c_cc[VMIN] = 1;
  program_modes.c_cc[VTIME] = 0;
  if (tcsetattr(input_descriptor, TCSANOW, &program_modes) < 0) return errno;
  atomic_store(&has_program_modes, 1);
  atomic_store(&is_held, 1);
  return 0;
}

void terminal_state_close(void) {
  if (!atomic_load(&is_open)) return;
  leave();
  atomic_store(&is_open, 0);
  for (size_t i = 0; i < FATAL_COUNT; i++) sigaction(fatal_signals[i], &previous_fatal[i], NULL);
  sigaction(SIGTSTP, &previous_stop, NULL);
  sigaction(SIGCONT, &previous_continue, NULL);
  sigaction(SIGWINCH, &previous_resize, NULL);
  interrupt_disarm();
  sigaltstack(&previous_stack, NULL);
  int read_end = wake_pipe[0], write_end = wake_pipe[1];
  wake_pipe[0] = wake_pipe[1] = -1;
  close(read_end);
  close(write_end);
}

int terminal_state_take_news(void) {
  char drained[64];
  if (wake_pipe[0] >= 0)
    while (read(wake_pipe[0], drained, sizeof drained) > 0) {
    }
  return atomic_exchange(&news, 0);
}

int terminal_state_news_descriptor(void) { return wake_pipe[0]; }

void terminal_state_write(const char *bytes, size_t count) {
  if (atomic_load(&is_held)) write_patiently(bytes, count);
}

// To the process, not to this thread, which may hold signals back.
void terminal_state_suspend(void) { kill(getpid(), SIGTSTP); }

void interrupt_arm(void) {
  if (interrupt_armed++ == 0) install(SIGINT, on_interrupt, &previous_interrupt);
}

void interrupt_disarm(void) {
  if (interrupt_armed > 0 && --interrupt_armed == 0) sigaction(SIGINT, &previous_interrupt, NULL);
}

void interrupt_quit_plainly(void) {
  struct sigaction action;
  sigaction(SIGQUIT, NULL, &action);
  if (action.sa_handler == SIG_IGN) return;
  memset(&action, 0, sizeof action);
  action.sa_handler = SIG_DFL;
  sigaction(SIGQUIT, &action, NULL);
}

void interrupt_hold_ends(void) {
  for (int i = 0; i < 2; i++) {
    sigaction(ends[i], NULL, &previous_end[i]);
    // What the caller had ignored (nohup) stays so.
    if (previous_end[i].sa_handler != SIG_IGN) install(ends[i], on_end, &previous_end[i]);
  }
}

void interrupt_release_ends(void) {
  for (int i = 0; i < 2; i++) sigaction(ends[i], &previous_end[i], NULL);
  int number = atomic_exchange(&end_signal, 0);
  if (number != 0) raise(number);
}

int interrupt_is_raised(void) { return atomic_load_explicit(&interrupt_flag, memory_order_relaxed); }

int interrupt_take(void) { return atomic_exchange(&interrupt_flag, 0); }
