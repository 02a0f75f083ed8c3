/* The page's end of the direct link: a library that WebKit loads into each web process.
 *
 * For each document of a main frame it makes a socket pair, keeps one end as an event source of the main loop and sends
 * the other one to the program, as a descriptor in a user message of that page. The document gets an object
 * `__DORMER_LINK__` with native functions; the core's page script takes it and removes the name. In a program with an
 * isolation frame, that frame's document gets the object instead, and the main frame's gets nothing.
 *
 * It trusts nothing and decides nothing: every check is made in the core. Frames: see the documentation of the crate
 * `dormer-wire`. Layout constants come from the build script (DORMER_*), so both ends agree by construction.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <gio/gunixfdlist.h>
#include <glib-unix.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>
#include <webkit/webkit-web-process-extension.h>

#define HEADER_LEN 16
#define READ_CHUNK (64 * 1024)
#define READ_BUDGET (1024 * 1024) /* bytes per turn of the main loop, so that the page can paint in between */
#define FLUSH_AT (16 * 1024)      /* pending bytes that go out before the turn ends, so that the core works meanwhile */
#define COALESCE_MAX (128 * 1024)
#define FDS_PER_READ 32
#define BATCH_MESSAGE 4096 /* longest message that shares a call of the page with others */
#define BATCH_TEXT (64 * 1024)
#define POPULATE_FROM (256 * 1024) /* bytes from which memory is asked for as a whole, not page by page */
#define FILLING_US (10 * G_USEC_PER_SEC) /* how long memory may stand still while the core fills it */
#define SPIN_US 40   /* how long to look for an answer before going to sleep: waking up costs about as much */
#define TURN_US 4000 /* how long to go on without letting the main loop do anything else */
#define PRIORITY 10  /* that of the engine's own timers: a flood of messages does not keep pages from painting */
#define HUGE_FROM (4 * 1024 * 1024)

enum { KIND_CLOSED = 0, KIND_CALL = 1, KIND_CONSUMED = 2, KIND_REPLY = 16, KIND_MESSAGE = 17, KIND_END = 18, KIND_EVENT = 19 };
enum { KIND_BATCH = 64 }; /* not on the wire: several messages in one call of the page's `deliver` */
enum { FLAG_RAW = 1, FLAG_BESIDE = 2, FLAG_ERROR = 4, FLAG_PARTS = 8 };

typedef struct {
    guint32 len;
    guint8 kind, flags;
    guint16 count;
    guint32 id, aux;
} Header; /* 16 bytes, little-endian like every system that WebKitGTK runs on here */

G_STATIC_ASSERT(sizeof(Header) == HEADER_LEN);
G_STATIC_ASSERT(G_BYTE_ORDER == G_LITTLE_ENDIAN);

/* A piece of the outgoing stream; `fd` goes with its first byte. */
typedef struct {
    GByteArray *bytes;
    gsize sent;
    int fd;
} Chunk;

/* One document's link. Referenced by the page and by each native function. */
typedef struct {
    gatomicrefcount refs;
    int socket;
    GSource *readable, *writable, *turn_end;
    gboolean dispatching, turn_open;
    gboolean called; /* calls were sent since the last look */
    gint64 slept_at; /* when a call was left waiting for its answer */
    gboolean lively; /* answers have been coming quickly: it is worth to look before sleeping */
    GQueue out; /* of Chunk */
    gsize out_bytes;
    guint8 *in;
    gsize in_len, in_cap;
    int fds[FDS_PER_READ * 2];
    guint fd_count;
    guint64 consumed;
    JSCValue *deliver;
    GArray *batch; /* of guint32: kind, id, aux, length of the name, length of the body; the texts follow each other */
    GString *batch_text;
} Link;

static gboolean on_readable(gint fd, GIOCondition condition, gpointer data);
static gboolean on_writable(gint fd, GIOCondition condition, gpointer data);

static void chunk_free(gpointer data) {
    Chunk *chunk = data;
    g_byte_array_unref(chunk->bytes);
    if (chunk->fd >= 0) close(chunk->fd);
    g_free(chunk);
}

static Link *link_ref(Link *link) {
    g_atomic_ref_count_inc(&link->refs);
    return link;
}

static void source_stop(GSource **source) {
    if (!*source) return;
    g_source_destroy(*source);
    g_source_unref(*source);
    *source = NULL;
}

/* Ends the traffic. The core sees the end of the stream and drops all that belongs to the document. */
static void link_stop(Link *link) {
    if (link->socket < 0) return;
    source_stop(&link->readable);
    source_stop(&link->writable);
    source_stop(&link->turn_end);
    close(link->socket);
    link->socket = -1;
    g_queue_clear_full(&link->out, chunk_free);
    link->out_bytes = 0;
    for (guint i = 0; i < link->fd_count; i++) close(link->fds[i]);
    link->fd_count = 0;
}

static void link_unref(gpointer data) {
    Link *link = data;
    if (!g_atomic_ref_count_dec(&link->refs)) return;
    link_stop(link);
    g_clear_object(&link->deliver);
    g_array_unref(link->batch);
    g_string_free(link->batch_text, TRUE);
    g_free(link->in);
    g_free(link);
}

/* The page's end of a link that the page no longer uses (new document, page gone). */
static void link_retire(gpointer data) {
    link_stop(data);
    g_clear_object(&((Link *)data)->deliver);
    link_unref(data);
}

/* The core hung up or broke the protocol: tells the page, which rejects what still waits. */
static void link_fail(Link *link, const char *why) {
    if (link->socket < 0) return;
    link_stop(link);
    if (!link->deliver) return;
    JSCValue *deliver = g_steal_pointer(&link->deliver);
    JSCValue *ignored = jsc_value_function_call(deliver, G_TYPE_UINT, KIND_CLOSED, G_TYPE_UINT, 0, G_TYPE_UINT, 0,
                                                G_TYPE_STRING, why, G_TYPE_NONE);
    g_clear_object(&ignored);
    g_object_unref(deliver);
}

/* ---- to the core ---- */

static gssize send_chunk(int socket, Chunk *chunk) {
    struct iovec part = { chunk->bytes->data + chunk->sent, chunk->bytes->len - chunk->sent };
    struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
    union {
        char space[CMSG_SPACE(sizeof(int))];
        struct cmsghdr align;
    } control;
    if (chunk->fd >= 0) {
        memset(&control, 0, sizeof control);
        message.msg_control = control.space;
        message.msg_controllen = sizeof control.space;
        struct cmsghdr *head = CMSG_FIRSTHDR(&message);
        head->cmsg_level = SOL_SOCKET;
        head->cmsg_type = SCM_RIGHTS;
        head->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(head), &chunk->fd, sizeof(int));
    }
    gssize sent;
    do sent = sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent;
}

static void link_flush(Link *link) {
    Chunk *chunk;
    while (link->socket >= 0 && (chunk = g_queue_peek_head(&link->out))) {
        gssize sent = send_chunk(link->socket, chunk);
        if (sent < 0) {
            if (errno == EAGAIN || errno == EWOULDBLOCK || errno == ETOOMANYREFS) {
                if (!link->writable) {
                    link->writable = g_unix_fd_source_new(link->socket, G_IO_OUT);
                    g_source_set_callback(link->writable, G_SOURCE_FUNC(on_writable), link, NULL);
                    g_source_attach(link->writable, NULL);
                }
            } else
                link_fail(link, "the link to the core is broken");
            return;
        }
        if (chunk->fd >= 0) {
            close(chunk->fd);
            chunk->fd = -1;
        }
        chunk->sent += sent;
        link->out_bytes -= sent;
        if (chunk->sent == chunk->bytes->len) chunk_free(g_queue_pop_head(&link->out));
    }
}

static gboolean on_writable(gint fd, GIOCondition condition, gpointer data) {
    (void)fd;
    (void)condition;
    Link *link = link_ref(data);
    source_stop(&link->writable);
    link_flush(link);
    link_unref(link);
    return G_SOURCE_REMOVE;
}

static gboolean turn_end_dispatch(GSource *source, GSourceFunc callback, gpointer data) {
    g_source_set_ready_time(source, -1);
    return callback(data);
}

static GSourceFuncs turn_end_funcs = { NULL, NULL, turn_end_dispatch, NULL, NULL, NULL };

static gboolean on_turn_end(gpointer data) {
    Link *link = link_ref(data);
    link->turn_open = FALSE;
    link_flush(link);
    link_unref(link);
    return G_SOURCE_CONTINUE;
}

/* Where the next frame is written: the last chunk when it is small and carries no descriptor, or a new one. */
static GByteArray *link_room(Link *link, int fd) {
    Chunk *last = g_queue_peek_tail(&link->out);
    if (last && last->bytes->len < COALESCE_MAX && fd < 0) return last->bytes;
    Chunk *chunk = g_new(Chunk, 1);
    *chunk = (Chunk){ g_byte_array_sized_new(512), 0, fd };
    g_queue_push_tail(&link->out, chunk);
    return chunk->bytes;
}

/* A frame was added. Inside a delivery it goes out when the delivery ends; otherwise the first of a turn goes out at
 * once and the others with the turn's end, so a lone call waits for nothing and a thousand share few system calls. */
static void link_pending(Link *link, gsize added) {
    link->out_bytes += added;
    if (link->out_bytes >= FLUSH_AT) {
        if (!link->writable) link_flush(link);
    } else if (!link->dispatching && !link->turn_open) {
        link->turn_open = TRUE;
        if (!link->writable) link_flush(link);
        if (link->turn_end) g_source_set_ready_time(link->turn_end, 0);
    }
}

/* An empty shared memory file that can grow but never shrink; -1 when the system refuses. */
static int memory_file(void) {
    int fd = memfd_create("dormer", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd >= 0 && fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK) < 0) {
        close(fd);
        fd = -1;
    }
    return fd;
}

/* Writes the content while the core already reads it, then seals the file altogether. */
static gboolean fill_memory_file(int fd, const struct iovec *parts, guint count) {
    for (guint i = 0; i < count; i++) {
        const guint8 *from = parts[i].iov_base;
        gsize left = parts[i].iov_len;
        while (left) {
            gssize written = write(fd, from, left);
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) return FALSE;
            from += written, left -= written;
        }
    }
    return fcntl(fd, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) == 0;
}

static gboolean send_call(Link *link, guint32 id, const char *command, gsize command_len, const char *headers,
                          gsize headers_len, gboolean raw, const struct iovec *parts, guint count) {
    guint64 total = 0;
    for (guint i = 0; i < count; i++) total += parts[i].iov_len;
    if (link->socket < 0 || command_len > G_MAXUINT16 || headers_len > DORMER_FRAME_LIMIT / 2 || total > DORMER_BODY_LIMIT)
        return FALSE;
    gsize table = count > 1 ? 4 + 8 * (gsize)count : 0;
    if (table > DORMER_FRAME_LIMIT / 4) return FALSE;
    gboolean beside = total > DORMER_INLINE_LIMIT;
    int fd = -1, filling = -1;
    if (beside && ((fd = memory_file()) < 0 || (filling = fcntl(fd, F_DUPFD_CLOEXEC, 0)) < 0)) {
        if (fd >= 0) close(fd);
        return FALSE;
    }

    Header header = {
        .len = (guint32)(command_len + headers_len + table + (beside ? 8 : total)),
        .kind = KIND_CALL,
        .flags = (raw ? FLAG_RAW : 0) | (beside ? FLAG_BESIDE : 0) | (count > 1 ? FLAG_PARTS : 0),
        .count = (guint16)command_len,
        .id = id,
        .aux = (guint32)headers_len,
    };
    GByteArray *out = link_room(link, fd);
    g_byte_array_append(out, (guint8 *)&header, HEADER_LEN);
    g_byte_array_append(out, (const guint8 *)command, command_len);
    g_byte_array_append(out, (const guint8 *)headers, headers_len);
    if (table) {
        guint32 n = count;
        g_byte_array_append(out, (guint8 *)&n, 4);
        for (guint i = 0; i < count; i++) {
            guint64 length = parts[i].iov_len;
            g_byte_array_append(out, (guint8 *)&length, 8);
        }
    }
    if (beside)
        g_byte_array_append(out, (guint8 *)&total, 8);
    else
        for (guint i = 0; i < count; i++) g_byte_array_append(out, parts[i].iov_base, parts[i].iov_len);
    link->called = TRUE;
    link_pending(link, HEADER_LEN + header.len);
    if (!beside) return TRUE;
    if (!link->writable) link_flush(link);
    if (!fill_memory_file(filling, parts, count)) link_fail(link, "the system has no memory for the call");
    close(filling);
    return TRUE;
}

/* `send(id, command, headers, json)`: whether the call is on its way. */
static gboolean native_send(guint id, const char *command, const char *headers, const char *json, gpointer data) {
    struct iovec body = { (void *)json, json ? strlen(json) : 0 };
    return command && headers && json && send_call(data, id, command, strlen(command), headers, strlen(headers), FALSE, &body, 1);
}

/* `sendAll(lines)`: several calls, four lines each: id, command, headers, JSON. Whether they are on their way. */
static gboolean native_send_all(const char *lines, gpointer data) {
    gboolean sent = lines != NULL;
    while (sent && *lines) {
        const char *part[4], *end[4];
        for (int i = 0; i < 4; i++) {
            part[i] = lines;
            if (!(end[i] = strchr(lines, '\n'))) return FALSE;
            lines = end[i] + 1;
        }
        struct iovec body = { (void *)part[3], end[3] - part[3] };
        sent = send_call(data, (guint32)g_ascii_strtoull(part[0], NULL, 10), part[1], end[1] - part[1], part[2], end[2] - part[2],
                         FALSE, &body, 1);
    }
    return sent;
}

/* `sendBytes(id, command, headers, json or null, ...Uint8Array)`: the first array is the body when there is no JSON. */
static JSCValue *native_send_bytes(GPtrArray *args, gpointer data) {
    JSCContext *context = jsc_context_get_current();
    gboolean sent = FALSE;
    if (args->len >= 5 && args->len - 4 <= DORMER_BLOB_LIMIT) {
        char *command = jsc_value_to_string(args->pdata[1]), *headers = jsc_value_to_string(args->pdata[2]);
        gboolean raw = jsc_value_is_null(args->pdata[3]);
        char *json = raw ? NULL : jsc_value_to_string(args->pdata[3]);
        struct iovec *parts = g_new0(struct iovec, args->len);
        guint count = 0;
        if (json) parts[count++] = (struct iovec){ json, strlen(json) };
        gboolean good = TRUE;
        for (guint i = 4; i < args->len; i++) {
            JSCValue *array = args->pdata[i];
            good = good && jsc_value_is_typed_array(array);
            if (!good) break;
            gsize elements = 0;
            gpointer start = jsc_value_typed_array_get_data(array, &elements);
            parts[count++] = (struct iovec){ start, jsc_value_typed_array_get_size(array) };
        }
        guint32 id = (guint32)jsc_value_to_double(args->pdata[0]);
        sent = good && send_call(data, id, command, strlen(command), headers, strlen(headers), raw, parts, raw ? 1 : count);
        g_free(parts);
        g_free(json);
        g_free(headers);
        g_free(command);
    }
    return jsc_value_new_boolean(context, sent);
}

/* `start(deliver)`: `deliver(kind, id, aux, body, name)` gets every message from now on. */
static void native_start(JSCValue *deliver, gpointer data) {
    Link *link = data;
    if (link->deliver || link->socket < 0 || !jsc_value_is_function(deliver)) return;
    link->deliver = g_object_ref(deliver);
    link->readable = g_unix_fd_source_new(link->socket, G_IO_IN | G_IO_HUP | G_IO_ERR);
    g_source_set_priority(link->readable, PRIORITY);
    g_source_set_callback(link->readable, G_SOURCE_FUNC(on_readable), link, NULL);
    g_source_attach(link->readable, NULL);
}

/* ---- to the page ---- */

static int take_fd(Link *link) {
    if (!link->fd_count) return -1;
    int fd = link->fds[0];
    memmove(link->fds, link->fds + 1, --link->fd_count * sizeof(int));
    return fd;
}

/* Faults cost more than copies: lets the system give the whole range at once, in large pages where it has them. */
static void expect_writes(guint8 *start, guint64 length) {
    if (length < POPULATE_FROM) return;
    guint8 *from = (guint8 *)(((gsize)start + 4095) & ~(gsize)4095);
    gsize range = (gsize)(start + length - from) & ~(gsize)4095;
    if (length >= HUGE_FROM)
        madvise(from, range, MADV_HUGEPAGE);
#ifdef MADV_POPULATE_WRITE
    else
        madvise(from, range, MADV_POPULATE_WRITE);
#endif
}

/* Reads a memory file that may still be being filled; FALSE when it does not grow in time. */
static gboolean read_all(int fd, guint8 *to, guint64 length) {
    guint64 at = 0;
    gint64 waiting = 0;
    while (at < length) {
        gssize got = pread(fd, to + at, length - at, (off_t)at);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return FALSE;
        at += got;
        if (got) {
            waiting = 0;
            continue;
        }
        gint64 now = g_get_monotonic_time();
        if (!waiting) waiting = now;
        if (now - waiting > FILLING_US) return FALSE;
        if (now - waiting < 2000)
            sched_yield();
        else
            g_usleep(200);
    }
    return TRUE;
}

/* Calls the page's `deliver` once per receiver. `text` is JSON, `bytes` a typed array; one of them is set. */
static void deliver_body(Link *link, const Header *header, const guint8 *names, const char *text, JSCValue *bytes) {
    guint kind = header->kind | (header->flags & FLAG_RAW ? 256 : 0) | (header->flags & FLAG_ERROR ? 512 : 0);
    guint receivers = header->kind == KIND_EVENT ? header->count : 1;
    char *name = header->kind == KIND_EVENT ? g_strndup((const char *)names + 8 * (gsize)header->count, header->aux) : NULL;
    for (guint i = 0; i < receivers && link->deliver; i++) {
        guint32 id = header->id, aux = header->aux;
        if (name) {
            memcpy(&id, names + 8 * i, 4);
            memcpy(&aux, names + 8 * i + 4, 4);
        }
        JSCValue *deliver = g_object_ref(link->deliver), *ignored;
        if (bytes)
            ignored = jsc_value_function_call(deliver, G_TYPE_UINT, kind, G_TYPE_UINT, id, G_TYPE_UINT, aux, JSC_TYPE_VALUE,
                                              bytes, G_TYPE_NONE);
        else if (name)
            ignored = jsc_value_function_call(deliver, G_TYPE_UINT, kind, G_TYPE_UINT, id, G_TYPE_UINT, aux, G_TYPE_STRING, text,
                                              G_TYPE_STRING, name, G_TYPE_NONE);
        else
            ignored = jsc_value_function_call(deliver, G_TYPE_UINT, kind, G_TYPE_UINT, id, G_TYPE_UINT, aux, G_TYPE_STRING, text,
                                              G_TYPE_NONE);
        g_clear_object(&ignored);
        g_object_unref(deliver);
    }
    g_free(name);
}

/* Hands the gathered messages to the page. */
static void flush_batch(Link *link) {
    if (!link->batch->len) return;
    GString *text = link->batch_text;
    const guint32 *first = (const guint32 *)(gpointer)link->batch->data;
    if (link->deliver) {
        JSCValue *deliver = g_object_ref(link->deliver), *ignored;
        if (link->batch->len == 5) {
            char *name = g_strndup(text->str, first[3]);
            ignored = jsc_value_function_call(deliver, G_TYPE_UINT, first[0], G_TYPE_UINT, first[1], G_TYPE_UINT, first[2],
                                              G_TYPE_STRING, text->str + first[3], G_TYPE_STRING, name, G_TYPE_NONE);
            g_free(name);
        } else {
            JSCValue *index =
                jsc_value_new_typed_array(jsc_value_get_context(deliver), JSC_TYPED_ARRAY_UINT32, link->batch->len);
            gsize length = 0;
            gpointer to = jsc_value_typed_array_get_data(index, &length);
            if (length == link->batch->len) memcpy(to, link->batch->data, length * sizeof(guint32));
            ignored = jsc_value_function_call(deliver, G_TYPE_UINT, KIND_BATCH, G_TYPE_UINT, 0, G_TYPE_UINT, 0, JSC_TYPE_VALUE,
                                              index, G_TYPE_STRING, text->str, G_TYPE_NONE);
            g_object_unref(index);
        }
        g_clear_object(&ignored);
        g_object_unref(deliver);
    }
    g_array_set_size(link->batch, 0);
    g_string_truncate(text, 0);
}

static gboolean is_ascii(const guint8 *text, gsize length) {
    guint8 seen = 0;
    for (gsize i = 0; i < length; i++) {
        if (!text[i]) return FALSE;
        seen |= text[i];
    }
    return seen < 128;
}

/* Adds a short message to those that go to the page together. Only ASCII: there the page counts as we do. */
static gboolean add_to_batch(Link *link, const Header *header, const guint8 *payload) {
    gsize names = header->kind == KIND_EVENT ? 8 + (gsize)header->aux : 0;
    if (header->kind < KIND_REPLY || header->kind > KIND_EVENT || header->flags & (FLAG_RAW | FLAG_BESIDE)) return FALSE;
    if (header->len > BATCH_MESSAGE || header->len < names || (header->kind == KIND_EVENT && header->count != 1)) return FALSE;
    guint32 entry[5] = { header->kind | (header->flags & FLAG_ERROR ? 512 : 0), header->id, header->aux, 0, header->len };
    const guint8 *text = payload;
    if (header->kind == KIND_EVENT) {
        memcpy(&entry[1], payload, 4);
        memcpy(&entry[2], payload + 4, 4);
        entry[3] = header->aux;
        entry[4] = header->len - names;
        text += 8;
    }
    if (!is_ascii(text, entry[3] + (gsize)entry[4])) return FALSE;
    g_array_append_vals(link->batch, entry, 5);
    g_string_append_len(link->batch_text, (const char *)text, entry[3] + (gssize)entry[4]);
    if (link->batch_text->len > BATCH_TEXT) flush_batch(link);
    return TRUE;
}

/* Hands one whole frame to the page. FALSE: the frame breaks the protocol. The byte after the payload may be written. */
static gboolean deliver_frame(Link *link, const Header *header, guint8 *payload) {
    gsize names = header->kind == KIND_EVENT ? 8 * (gsize)header->count + header->aux : 0;
    gboolean beside = header->flags & FLAG_BESIDE;
    if (header->kind < KIND_REPLY || header->kind > KIND_EVENT || header->len < names + (beside ? 8 : 0)) return FALSE;
    guint8 *body = payload + names;
    guint64 length = header->len - names;
    int fd = -1;
    if (beside) {
        memcpy(&length, body, 8);
        if (header->len != names + 8 || length > DORMER_BODY_LIMIT || (fd = take_fd(link)) < 0) return FALSE;
    }
    gboolean good = TRUE;
    if (header->flags & FLAG_RAW) {
        JSCContext *context = jsc_value_get_context(link->deliver);
        JSCValue *array = jsc_value_new_typed_array(context, JSC_TYPED_ARRAY_UINT8, length);
        gsize made = 0;
        guint8 *to = length ? jsc_value_typed_array_get_data(array, &made) : NULL;
        good = made == length;
        if (good && beside) {
            expect_writes(to, length);
            good = read_all(fd, to, length);
        } else if (good && length)
            memcpy(to, body, length);
        if (good) deliver_body(link, header, payload, NULL, array);
        g_object_unref(array);
    } else if (beside) {
        char *text = g_try_malloc(length + 1);
        if (text) expect_writes((guint8 *)text, length);
        good = text && read_all(fd, (guint8 *)text, length);
        if (good) {
            text[length] = 0;
            deliver_body(link, header, payload, text, NULL);
        }
        g_free(text);
    } else {
        guint8 after = body[length];
        body[length] = 0;
        deliver_body(link, header, payload, (const char *)body, NULL);
        body[length] = after;
    }
    if (fd >= 0) close(fd);
    if (beside) link->consumed += length;
    return good;
}

/* Reads once. FALSE: nothing more to read now, or the link ended. */
static gboolean receive(Link *link) {
    if (link->in_cap - link->in_len < READ_CHUNK / 2 + 1) {
        link->in_cap = MAX(link->in_cap * 2, READ_CHUNK + 1);
        link->in = g_realloc(link->in, link->in_cap);
    }
    struct iovec part = { link->in + link->in_len, link->in_cap - link->in_len - 1 };
    union {
        char space[CMSG_SPACE(sizeof(int) * FDS_PER_READ)];
        struct cmsghdr align;
    } control;
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.space, .msg_controllen = sizeof control.space
    };
    gssize got;
    do got = recvmsg(link->socket, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return FALSE;
    if (got <= 0) {
        link_fail(link, "the core closed the link");
        return FALSE;
    }
    for (struct cmsghdr *head = CMSG_FIRSTHDR(&message); head; head = CMSG_NXTHDR(&message, head)) {
        if (head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS) continue;
        guint count = (head->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (guint i = 0; i < count; i++) {
            int fd;
            memcpy(&fd, CMSG_DATA(head) + i * sizeof(int), sizeof(int));
            if (link->fd_count < G_N_ELEMENTS(link->fds))
                link->fds[link->fd_count++] = fd;
            else
                close(fd);
        }
    }
    link->in_len += got;
    return TRUE;
}

/* Delivers all whole frames of the buffer; keeps the rest. */
static void deliver_all(Link *link) {
    gsize at = 0;
    while (link->socket >= 0 && link->deliver && link->in_len - at >= HEADER_LEN) {
        Header header;
        memcpy(&header, link->in + at, HEADER_LEN);
        if (header.len > DORMER_FRAME_LIMIT) {
            link_fail(link, "the core sent a frame over the limit");
            return;
        }
        if (link->in_len - at - HEADER_LEN < header.len) {
            gsize need = HEADER_LEN + (gsize)header.len + 1;
            if (link->in_cap < need) link->in = g_realloc(link->in, link->in_cap = need + READ_CHUNK);
            break;
        }
        /* the buffer may not move while the page runs: nothing reads inside a delivery */
        guint8 *payload = link->in + at + HEADER_LEN;
        if (!add_to_batch(link, &header, payload)) {
            flush_batch(link);
            if (link->socket >= 0 && link->deliver && !deliver_frame(link, &header, payload)) {
                link_fail(link, "the core sent a frame that breaks the protocol");
                return;
            }
        }
        at += HEADER_LEN + (gsize)header.len;
    }
    flush_batch(link);
    if (at) memmove(link->in, link->in + at, link->in_len -= at);
}

static void report_consumed(Link *link) {
    if (!link->consumed || link->socket < 0) return;
    Header header = { .kind = KIND_CONSUMED, .id = (guint32)(link->consumed >> 32), .aux = (guint32)link->consumed };
    link->consumed = 0;
    g_byte_array_append(link_room(link, -1), (guint8 *)&header, HEADER_LEN);
    link->out_bytes += HEADER_LEN;
}

/* Reads, and right after a call looks for its answer for a moment when that has paid off. FALSE: back to the main loop. */
static gboolean receive_soon(Link *link, gint64 began) {
    if (receive(link)) return TRUE;
    if (link->socket < 0 || !link->called) return FALSE;
    gint64 start = g_get_monotonic_time(), now = start;
    while (link->lively && now - start < SPIN_US && now - began < TURN_US) {
        if (receive(link)) return TRUE;
        if (link->socket < 0) return FALSE;
        now = g_get_monotonic_time();
    }
    if (link->lively) link->lively = now - start < SPIN_US;
    link->slept_at = now;
    return FALSE;
}

static gboolean on_readable(gint fd, GIOCondition condition, gpointer data) {
    (void)fd;
    (void)condition;
    Link *link = link_ref(data);
    if (!link->dispatching) { /* a nested main loop (alert, print) must not read in the middle of a delivery */
        link->dispatching = TRUE;
        gsize budget = READ_BUDGET;
        gint64 began = g_get_monotonic_time();
        if (began - link->slept_at < 3 * SPIN_US) link->lively = TRUE;
        while (link->socket >= 0 && budget) {
            gsize before = link->in_len;
            if (!receive_soon(link, began)) break;
            budget -= MIN(budget, link->in_len - before);
            link->called = FALSE;
            deliver_all(link);
            report_consumed(link);
            if (!link->writable) link_flush(link);
            if (g_get_monotonic_time() - began > TURN_US) break;
        }
        link->dispatching = FALSE;
    }
    gboolean goes_on = link->socket >= 0;
    link_unref(link);
    return goes_on ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* ---- one link per document ---- */

static Link *link_new(int socket) {
    Link *link = g_new0(Link, 1);
    g_atomic_ref_count_init(&link->refs);
    link->socket = socket;
    g_queue_init(&link->out);
    link->batch = g_array_new(FALSE, FALSE, sizeof(guint32));
    link->batch_text = g_string_new(NULL);
    link->turn_end = g_source_new(&turn_end_funcs, sizeof(GSource));
    g_source_set_callback(link->turn_end, on_turn_end, link, NULL);
    g_source_set_ready_time(link->turn_end, -1);
    g_source_attach(link->turn_end, NULL);
    return link;
}

static void add_function(JSCValue *object, const char *name, JSCValue *function) {
    jsc_value_object_set_property(object, name, function);
    g_object_unref(function);
}

/* Whether a frame's new document is the isolation frame's: at its address, and in the page itself. The engine's word is
 * asked twice, because a document that is about to be replaced must not pass for the one that comes. */
static gboolean is_isolation_frame(JSCContext *context, WebKitFrame *frame, const char *address) {
    if (g_strcmp0(webkit_frame_get_uri(frame), address)) return FALSE;
    JSCValue *seen = jsc_context_evaluate(context, "parent === top && top !== window ? location.href : ''", -1);
    char *text = jsc_value_to_string(seen);
    gboolean is = !g_strcmp0(text, address);
    g_free(text);
    g_object_unref(seen);
    return is;
}

static void on_window_object_cleared(WebKitScriptWorld *world, WebKitWebPage *page, WebKitFrame *frame, gpointer data) {
    const char *isolation = data; /* address of the isolation frame; NULL when the page itself has the link */
    gboolean is_main = frame == webkit_web_page_get_main_frame(page);
    if (is_main == (isolation != NULL)) return;
    JSCContext *context = webkit_frame_get_js_context_for_script_world(frame, world);
    if (isolation) {
        g_object_set_data(G_OBJECT(frame), "dormer-link", NULL); /* of the document before */
        if (!is_isolation_frame(context, frame, isolation)) {
            g_object_unref(context);
            return;
        }
    }
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0) {
        g_object_unref(context);
        return;
    }
    int room = DORMER_SOCKET_BUFFER;
    setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    setsockopt(ends[1], SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    Link *link = link_new(ends[0]);
    g_object_set_data_full(isolation ? G_OBJECT(frame) : G_OBJECT(page), "dormer-link", link, link_retire);
    JSCValue *object = jsc_value_new_object(context, NULL, NULL);
    add_function(object, "send",
                 jsc_value_new_function(context, "send", G_CALLBACK(native_send), link_ref(link), link_unref, G_TYPE_BOOLEAN, 4,
                                        G_TYPE_UINT, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING));
    add_function(object, "sendAll",
                 jsc_value_new_function(context, "sendAll", G_CALLBACK(native_send_all), link_ref(link), link_unref,
                                        G_TYPE_BOOLEAN, 1, G_TYPE_STRING));
    add_function(object, "sendBytes",
                 jsc_value_new_function_variadic(context, "sendBytes", G_CALLBACK(native_send_bytes), link_ref(link), link_unref,
                                                 JSC_TYPE_VALUE));
    add_function(object, "start",
                 jsc_value_new_function(context, "start", G_CALLBACK(native_start), link_ref(link), link_unref, G_TYPE_NONE, 1,
                                        JSC_TYPE_VALUE));
    jsc_context_set_value(context, "__DORMER_LINK__", object);
    g_object_unref(object);
    g_object_unref(context);

    GUnixFDList *fds = g_unix_fd_list_new_from_array(&ends[1], 1);
    WebKitUserMessage *hello = webkit_user_message_new_with_fd_list("dormer-link", g_variant_new_uint32(DORMER_VERSION), fds);
    webkit_web_page_send_message_to_view(page, hello, NULL, NULL, NULL);
    g_object_unref(fds);
}

G_MODULE_EXPORT void webkit_web_process_extension_initialize_with_user_data(WebKitWebProcessExtension *extension,
                                                                            const GVariant *expected) {
    (void)extension;
    GVariant *given = (GVariant *)expected; /* version, and address of the isolation frame or nothing */
    guint32 version;
    const char *isolation;
    if (!given || !g_variant_is_of_type(given, G_VARIANT_TYPE("(us)"))) return;
    g_variant_get(given, "(u&s)", &version, &isolation);
    if (version != DORMER_VERSION) return; /* another program's core: its page falls back to script messages */
    g_signal_connect(webkit_script_world_get_default(), "window-object-cleared", G_CALLBACK(on_window_object_cleared),
                     *isolation ? g_strdup(isolation) : NULL);
}
