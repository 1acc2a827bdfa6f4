"""The words of which the generated data are made; whatever they name is invented.

Every name carries MARK, so that nobody takes a generated record for a real one.
"""

MARK = "Rekaan"

_PLACES = """
    Awanbiru Batuceper Cahayapura Dermaga Embunsari Fajarindah Gunungsepi Hulupadi Intansari
    Jatirimba Kalijernih Lembahmaju Muaratenang Nusaraya Ombakputih Pasirwangi Rantaudamai
    Sungailestari Telagabening Ujungharapan Wanasari Yudharaya
"""
_NAMES = """
    Adinata Bagaskara Candrawati Darmawan Ekasari Firmansyah Gunardi Hapsari Indrawan Jayanti
    Kusumo Laksmita Mahendra Nirmala Octavian Pramudita Qomarudin Rahmawati Saputra Trihatmojo
    Utomo Vidyasari Wicaksono Yuliarti Zulfahmi
"""
# A few words stand in nearly every article and most in few, as in any language: see _scale_data.
_WORDS = """
    sekolah guru belajar pembelajaran siswa pendidikan pelatihan digital media balai provinsi
    kelas materi video kegiatan program peserta data jaringan aplikasi sistem layanan daerah
    komputer internet bahan ajar kurikulum penilaian ujian daring luring modul studio siaran
    radio televisi perpustakaan laboratorium perangkat gawai tablet listrik satelit pulau desa
    kecamatan kabupaten dinas kepala pengawas komite orang tua masyarakat anggaran laporan
    evaluasi pendampingan mentor narasumber jadwal sertifikat platform konten kreator naskah
    suntingan animasi gambar suara kamera rekaman produksi distribusi server penyimpanan cadangan
    keamanan sandi akun pengguna masuk daftar formulir survei kuesioner statistik grafik peta
    wilayah terpencil terluar tertinggal akses sinyal menara kabel serat optik genset surya
    baterai perbaikan pemeliharaan teknisi bengkel suku cadang inventaris aset gudang pengadaan
    kontrak mitra universitas vokasi industri magang kewirausahaan koperasi pertanian perikanan
    pariwisata budaya bahasa sastra aksara cerita rakyat museum sejarah geografi biologi kimia
    fisika matematika logika algoritma pemrograman robotika sensor kecerdasan buatan etika
    literasi numerasi membaca menulis berhitung inklusi disabilitas isyarat braille takarir
    aksesibilitas kesehatan gizi olahraga seni musik tari teater lukis batik tenun wayang gamelan
    lomba olimpiade pameran festival seminar lokakarya webinar bimbingan kelompok kerja forum
    musyawarah rapat koordinasi keputusan rekomendasi tindak lanjut pemantauan indikator capaian
    sasaran strategi inovasi perubahan transformasi kolaborasi berbagi praktik baik pengalaman
    tantangan hambatan solusi dampak manfaat keberlanjutan replikasi rujukan panduan petunjuk
"""
_LINKS = "yang dan di untuk dengan pada dari oleh bagi dalam kepada agar sehingga setelah"

PLACES, NAMES, WORDS, LINKS = (text.split() for text in (_PLACES, _NAMES, _WORDS, _LINKS))
