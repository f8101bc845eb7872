// What must survive a signal: how to give the terminal back, and which signals have come. C, because a handler may only
// touch memory that is there already and call what POSIX lists as async-signal-safe. Knows nothing of ncurses.

#ifndef C_TERMINAL_STATE_H
#define C_TERMINAL_STATE_H

#include <stddef.h>

// Bits of the news that handlers leave behind.
enum terminal_news {
  TERMINAL_NEWS_RESIZED = 1,
  // The terminal was given back and taken again: everything must be drawn anew.
  TERMINAL_NEWS_CONTINUED = 2,
};

/// Takes note of a terminal's modes as they are now and installs the handlers; nothing is written yet.
/// Returns 0, or an errno value: EBUSY while another terminal is held, ENOTTY if `input` is none.
int terminal_state_open(int input, int output);

/// Sets what is written on taking the terminal and on giving it back. Returns 0, or E2BIG beyond 1024 bytes.
int terminal_state_set_sequences(const char *enter, size_t enter_count, const char *leave, size_t leave_count);

/// Sets the terminal's modes for a program that reads keys, and holds the terminal from here on. Returns 0 or errno.
int terminal_state_hold(void);

/// Writes the leaving sequence and sets the first modes again, until `terminal_state_resume`.
void terminal_state_release(void);

/// Sets the program's modes and writes the entering sequence; there is news then, as after SIGCONT.
void terminal_state_resume(void);

/// Gives the terminal back and restores the handlers that were there before.
void terminal_state_close(void);

/// The news since the last call, bits of `terminal_news`.
int terminal_state_take_news(void);

/// A descriptor that can be read when a handler has news, or -1.
int terminal_state_news_descriptor(void);

/// Writes to the terminal, past everything that buffers.
void terminal_state_write(const char *bytes, size_t count);

/// Stops this process as Ctrl-Z does; returns when it goes on.
void terminal_state_suspend(void);

/// From here on SIGINT only raises a flag. Calls are counted: each one wants its `interrupt_disarm`.
void interrupt_arm(void);

/// With the last of them, SIGINT does again what it did before `interrupt_arm`.
void interrupt_disarm(void);

/// Gives SIGQUIT the system's own action, whatever a runtime library installed; one that is ignored stays so.
void interrupt_quit_plainly(void);

/// From here on SIGTERM and SIGHUP raise the flag too, for work that has something to clear away first.
void interrupt_hold_ends(void);

/// They do again what they did before; the one that came meanwhile does it now.
void interrupt_release_ends(void);

/// Whether SIGINT has come since the flag was last taken; cheap enough for inner loops.
int interrupt_is_raised(void);

/// Lowers the flag; returns whether it was raised.
int interrupt_take(void);

#endif
