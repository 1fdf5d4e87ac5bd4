"""Why a video was refused or failed: each with a code kept on the row and a sentence for the instructor.

Sentences that can stand on a row hold no `{placeholder}`: the row keeps only the code.
"""

from core.errors import IkmError, OwnFault, UserFault


class FileMissing(UserFault):
    """The request came without a file, or its end never arrived."""

    code = "file_missing"
    sentence = "Berkas belum sampai. Pilih berkas videonya, lalu unggah lagi."


class FileEmpty(UserFault):
    """A file without content."""

    code = "file_empty"
    sentence = "Berkas ini kosong. Periksa berkasnya di HP atau laptop, lalu unggah lagi."


class FileTooBig(UserFault):
    """More bytes than one upload may have."""

    code = "file_too_big"
    sentence = (
        "Berkas ini terlalu besar; batasnya {limit}. Potong videonya atau rekam dengan mutu 1080p, lalu unggah lagi."
    )


class NotVideo(UserFault):
    """Neither the name nor the first bytes are those of a video file that we read."""

    code = "not_video"
    sentence = "Berkas ini bukan video yang dapat dibaca. Pilih rekaman dari kamera HP, misalnya MP4 atau MOV."


class PieceUnreadable(UserFault):
    """A request that does not keep to tus 1.0: mostly a page from before an update."""

    code = "piece_unreadable"
    sentence = "Kiriman ini tidak dapat dibaca. Muat ulang halaman, lalu pilih lagi berkas yang sama."


class UploadUnknown(UserFault):
    """Never there, or somebody else's: the same answer for both."""

    code = "upload_unknown"
    sentence = "Unggahan ini tidak ditemukan. Muat ulang halaman, lalu pilih lagi berkasnya."


class UploadGone(UserFault):
    """Too old, refused, or its bytes are no longer there."""

    code = "upload_gone"
    sentence = "Unggahan ini sudah tidak berlaku. Muat ulang halaman, lalu unggah lagi berkasnya dari awal."


class UploadUnfinished(UserFault):
    """A form came before the last byte of its file."""

    code = "upload_unfinished"
    sentence = "Berkas belum selesai diunggah. Pilih lagi berkas yang sama; unggahan dilanjutkan, tidak diulang."


class OffsetWrong(OwnFault):
    """The piece does not begin where the file ends: the browser asks again and goes on from there."""

    code = "offset_wrong"
    sentence = "Kiriman ini tidak menyambung. Tunggu sebentar; unggahan dilanjutkan dari bagian yang sudah sampai."


class ChecksumWrong(OwnFault):
    """The bytes of a piece are not those that were sent: it is thrown away."""

    code = "checksum_wrong"
    sentence = "Bagian ini rusak di jalan dan tidak disimpan. Kirim lagi bagian yang sama."


class TooManyUploads(UserFault):
    """As many unfinished uploads as one person may have."""

    code = "too_many_uploads"
    sentence = "Anda masih punya {count} unggahan yang belum selesai. Lanjutkan atau batalkan dulu salah satunya."


class QuotaFull(UserFault):
    """All that one person's videos may weigh."""

    code = "quota_full"
    sentence = "Jatah Anda {limit}, tersisa {left}. Hapus video yang tidak dipakai, atau minta bantuan petugas."


class SignedOut(UserFault):
    """The session ended while a file was on its way."""

    code = "signed_out"
    sentence = "Anda sudah keluar. Masuk lagi, lalu pilih lagi berkas yang sama; unggahan dilanjutkan, tidak diulang."


class MayNotUpload(UserFault):
    """Signed in, but not one of those who upload."""

    code = "may_not_upload"
    sentence = "Akun Anda tidak dapat mengunggah video. Minta bantuan petugas bila seharusnya dapat."


class CutOff(UserFault):
    """The file ends before its own table of contents says so, or never got one."""

    code = "cut_off"
    sentence = "Berkas video ini terpotong: akhirnya tidak ada. Salin ulang dari HP, lalu unggah lagi."


class NoVideo(UserFault):
    """Sound alone, or a cover picture."""

    code = "no_video"
    sentence = "Berkas ini hanya berisi suara, tidak ada gambarnya. Pilih berkas video."


class UnknownCodec(UserFault):
    """A way of recording outside the list that we decode."""

    code = "unknown_codec"
    sentence = "Cara rekam video ini belum dapat dibaca. Simpan ulang sebagai MP4 (H.264), lalu unggah lagi."


class Unreadable(UserFault):
    """Right container, right codec, and not one picture that decodes."""

    code = "unreadable"
    sentence = "Isi video ini rusak: gambarnya tidak dapat dibaca. Salin ulang dari HP, lalu unggah lagi."


class Locked(UserFault):
    """Encrypted by a shop or a television box."""

    code = "locked"
    sentence = "Video ini terkunci (DRM), jadi tidak dapat diolah. Pilih rekaman Anda sendiri."


class TooLong(UserFault):
    """More than three hours."""

    code = "too_long"
    sentence = "Video ini lebih dari 3 jam. Bagi menjadi beberapa video yang lebih pendek, lalu unggah satu per satu."


class TooShort(UserFault):
    """Less than half a second: nothing to show."""

    code = "too_short"
    sentence = "Video ini kurang dari setengah detik. Pilih rekaman yang lebih panjang."


class PictureTooLarge(UserFault):
    """More than 4096 pixels on a side or 9 megapixels in all; the decoder then often tells no size at all."""

    code = "picture_too_large"
    sentence = (
        "Ukuran gambar video ini terlalu besar atau tidak terbaca. Simpan ulang dengan mutu 1080p, lalu unggah lagi."
    )


class PictureTooSmall(UserFault):
    """Less than 32 pixels on a side."""

    code = "picture_too_small"
    sentence = "Ukuran gambar video ini terlalu kecil. Pilih rekaman dari kamera HP."


class TooManyStreams(UserFault):
    """More tracks than a camera writes."""

    code = "too_many_streams"
    sentence = (
        "Berkas ini berisi terlalu banyak jalur gambar dan suara. Simpan ulang sebagai MP4 biasa, lalu unggah lagi."
    )


class OddFrameRate(UserFault):
    """More than 120 pictures a second, or a count that does not fit the length."""

    code = "odd_frame_rate"
    sentence = (
        "Jumlah gambar per detik video ini tidak wajar. Simpan ulang dengan 30 gambar per detik, lalu unggah lagi."
    )


class VideoInUse(UserFault):
    """A lesson shows it."""

    code = "video_in_use"
    sentence = "Video ini masih dipakai di {place}. Lepaskan dulu dari sana, lalu hapus."


class CaptionsTooBig(UserFault):
    """More text than anybody says in three hours."""

    code = "captions_too_big"
    sentence = "Berkas takarir ini lebih dari 1 MB, jadi bukan teks biasa. Pilih berkas .vtt atau .srt dari video ini."


class NotCaptions(UserFault):
    """No text, or not one line with times in it."""

    code = "not_captions"
    sentence = "Berkas ini bukan takarir: tidak ada waktu di dalamnya. Pilih berkas .vtt atau .srt."


class CaptionLineUnread(UserFault):
    """One line of a caption file says nothing that we understand."""

    code = "caption_line_unread"
    sentence = "Baris {line} dari berkas itu tidak dapat dibaca: {why}. Perbaiki baris itu, lalu unggah lagi."


class CaptionsChanged(UserFault):
    """Somebody else saved while this person typed."""

    code = "captions_changed"
    sentence = "Belum disimpan: {who} sudah lebih dulu menyimpan perubahan. Ketikan Anda masih ada di bawah."


class DiskFull(OwnFault):
    """No room for what would be written."""

    code = "disk_full"
    sentence = "Tempat penyimpanan server penuh. Beri tahu administrator, lalu coba lagi setelah ada tempat."


class StoreSilent(OwnFault):
    """The object store does not answer."""

    code = "store_silent"
    sentence = "Tempat penyimpanan sedang tidak menjawab. Coba lagi beberapa menit lagi; berkas yang sudah sampai aman."


class UploadTaken(OwnFault):
    """Another process has made the video of this upload, or it was dropped. Never shown: the caller looks again."""

    code = "upload_taken"
    sentence = "Unggahan ini sudah selesai diproses. Muat ulang halaman."


class EncodeFailed(OwnFault):
    """ffmpeg ended with an error."""

    code = "encode_failed"
    sentence = "Video gagal diolah. Tekan Coba lagi; bila gagal lagi, simpan ulang sebagai MP4 (H.264) dan unggah lagi."


class EncodeStalled(OwnFault):
    """ffmpeg stood still or took far too long."""

    code = "encode_stalled"
    sentence = "Pengolahan video berhenti di tengah jalan. Tekan Coba lagi."


class ResultWrong(OwnFault):
    """What came out does not decode or has another length than what went in."""

    code = "result_wrong"
    sentence = "Hasil olahan video tidak utuh. Tekan Coba lagi; bila gagal lagi, unggah ulang videonya."


class WorkerLost(OwnFault):
    """Three workers died on it."""

    code = "worker_lost"
    sentence = "Pengolahan video terputus tiga kali. Tekan Coba lagi; bila gagal lagi, beri tahu administrator."
    permanent = True


class OriginalMissing(OwnFault):
    """The uploaded file is no longer there."""

    code = "original_missing"
    sentence = "Berkas aslinya tidak ditemukan lagi. Hapus video ini dan unggah ulang."
    permanent = True


class ToolMissing(OwnFault):
    """No usable ffmpeg on this machine."""

    code = "tool_missing"
    sentence = "Alat pengolah video belum terpasang. Beri tahu administrator, lalu tekan Coba lagi."


class ClaimLost(OwnFault):
    """Another worker has taken the row over: stop and write nothing. Never reaches a screen."""

    code = "claim_lost"
    sentence = "Video ini sedang diolah di tempat lain."
    permanent = True


def _all_kinds(kind: type[IkmError]) -> list[type[IkmError]]:
    return [kind, *(below for child in kind.__subclasses__() for below in _all_kinds(child))]


SENTENCES = {
    kind.code: kind.sentence
    for kind in _all_kinds(IkmError)
    if kind.__module__ == __name__ and "{" not in kind.sentence
}


def sentence_for(code: str) -> str:
    """Return the sentence for a code kept on a row; an empty string for no code."""
    return SENTENCES.get(code, EncodeFailed.sentence) if code else ""
